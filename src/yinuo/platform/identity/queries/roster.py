"""Who could take work at a moment: people of some roles with their units, skills and substitutes, in one query."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef, Subquery

from yinuo.platform.identity.models import Absence, Skill, Staff, StaffRole
from yinuo.platform.identity.roles import Role


@dataclass(frozen=True, kw_only=True)
class Person:
    """
    Somebody who could take work.

    Attributes:
        path: of the unit that they work in; ``unit`` is its name.
        is_away: absent at the moment; ``substitute_id`` is whom they named, who may be away, too.
    """

    id: UUID
    name: str
    path: str
    unit: str
    roles: frozenset[Role]
    skills: frozenset[str]
    is_away: bool
    substitute_id: UUID | None


def roster(*, roles: Iterable[Role], at: datetime) -> tuple[Person, ...]:
    """Everybody with an open account who holds one of ``roles``, by the sound of their names: one query."""
    wanted = list(roles)
    absence = Absence.objects.filter(staff=OuterRef("pk"), starts_at__lte=at, ends_at__gt=at)
    held = StaffRole.objects.filter(staff=OuterRef("pk")).values("role")
    skills = Skill.objects.filter(staff=OuterRef("pk")).values("code")
    found = (
        Staff.objects.filter(
            is_active=True, pk__in=StaffRole.objects.filter(role__in=wanted).values("staff_id")
        )
        .select_related("node")
        .annotate(
            substitute=Subquery(absence.values("substitute_id")[:1]),
            role_list=ArraySubquery(held),
            skill_list=ArraySubquery(skills),
        )
        .order_by("name_sort", "pk")
    )
    return tuple(
        Person(
            id=staff.pk,
            name=staff.name,
            path=staff.node.path,
            unit=staff.node.name,
            roles=frozenset(Role(role) for role in staff.role_list),
            skills=frozenset(staff.skill_list),
            is_away=staff.substitute is not None,
            substitute_id=staff.substitute,
        )
        for staff in found
    )


def skills_known() -> dict[str, str]:
    """The names of all skills that somebody was given, by their codes."""
    return dict(Skill.objects.values_list("code", "name"))
