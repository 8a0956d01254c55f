"""
Who could take work at a moment: people of some roles with their units, skills and substitutes.

Whatever changes them gives the one row of ``RosterEdition`` a new name, in the same transaction (a trigger does it).
Names never come again: so a process keeps the people whom it has read, and asks with each roster only for the name
and for who is away.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.contrib.postgres.expressions import ArraySubquery
from django.db.models import OuterRef

from yinuo.platform.identity.models import Node, Skill, Staff, StaffRole
from yinuo.platform.identity.roles import Role
from yinuo.platform.jobs.public import Asked, ask


@dataclass(frozen=True, kw_only=True)
class Person:
    """
    Somebody who could take work.

    Attributes:
        path: of the unit that they work in; ``unit`` is its name.
        is_away: absent at the moment; ``substitute_id`` is whom they named, who may be away, too.
    """

    id: UUID
    number: str
    name: str
    path: str
    unit: str
    roles: frozenset[Role]
    skills: frozenset[str]
    is_away: bool
    substitute_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Directory:
    """The people of some roles by the sound of their names, and every unit after the one that it stands below."""

    people: tuple[Person, ...]
    units: tuple[Unit, ...]


@dataclass(frozen=True, kw_only=True)
class Unit:
    """A unit by its place."""

    path: str
    name: str


_STATE = """
    SELECT
        (SELECT name FROM identity_rosteredition WHERE id = 1),
        array_agg(staff_id ORDER BY staff_id),
        array_agg(substitute_id ORDER BY staff_id)
    FROM identity_absence WHERE starts_at <= %s AND ends_at > %s
"""


class _Memory:
    """What this process has read last, by roles, with the edition; replaced as a whole."""

    known: dict[frozenset[Role], tuple[UUID, Directory]] = {}


def ask_roster(*, at: datetime) -> Asked:
    """Send ahead what ``roster`` asks."""
    return ask(_STATE, [at, at])


def roster(*, roles: Iterable[Role], at: datetime, asked: Asked | None = None) -> tuple[Person, ...]:
    """
    Everybody with an open account who holds one of ``roles``, by the sound of their names: one query.

    Args:
        asked: what ``ask_roster`` sent for that moment; None asks now.
    """
    return directory(roles=roles, at=at, asked=asked).people


def directory(*, roles: Iterable[Role], at: datetime, asked: Asked | None = None) -> Directory:
    """The people as ``roster`` gives them, and the units of the institution: one query for both."""
    wanted = frozenset(roles)
    [(edition, away, substitutes)] = (asked or ask_roster(at=at)).rows()
    known = _Memory.known.get(wanted)
    if known is None or known[0] != edition:
        units = Node.objects.order_by("path").values_list("path", "name")
        known = (
            edition,
            Directory(
                people=_people(wanted), units=tuple(Unit(path=path, name=name) for path, name in units)
            ),
        )
        _Memory.known = {**_Memory.known, wanted: known}
    if not away:
        return known[1]
    stands_in = dict(zip(away, substitutes, strict=True))
    people = tuple(
        replace(person, is_away=True, substitute_id=stands_in[person.id])
        if person.id in stands_in
        else person
        for person in known[1].people
    )
    return replace(known[1], people=people)


def _people(wanted: frozenset[Role]) -> tuple[Person, ...]:
    """As they are when nobody is away."""
    held = StaffRole.objects.filter(staff=OuterRef("pk")).values("role")
    skills = Skill.objects.filter(staff=OuterRef("pk")).values("code")
    found = (
        Staff.objects.filter(
            is_active=True, pk__in=StaffRole.objects.filter(role__in=wanted).values("staff_id")
        )
        .select_related("node")
        .annotate(
            role_list=ArraySubquery(held),
            skill_list=ArraySubquery(skills),
        )
        .order_by("name_sort", "pk")
    )
    return tuple(
        Person(
            id=staff.pk,
            number=staff.username,
            name=staff.name,
            path=staff.node.path,
            unit=staff.node.name,
            roles=frozenset(Role(role) for role in staff.role_list),
            skills=frozenset(staff.skill_list),
            is_away=False,
            substitute_id=None,
        )
        for staff in found
    )


def skills_known() -> dict[str, str]:
    """The names of all skills that somebody was given, by their codes."""
    return dict(Skill.objects.values_list("code", "name"))
