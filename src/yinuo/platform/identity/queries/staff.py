"""The staff: listed, found, named."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.db.models import Q, QuerySet

from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.models import Staff
from yinuo.platform.identity.roles import Role

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class StaffRow:
    """A member of staff as listed."""

    id: UUID
    number: str
    name: str
    node_id: UUID
    node_name: str
    roles: tuple[Role, ...]
    is_active: bool


@dataclass(frozen=True, kw_only=True)
class StaffPage:
    """One page; ``after`` names the next one, None where there is none."""

    rows: tuple[StaffRow, ...]
    after: UUID | None


@dataclass(frozen=True, kw_only=True)
class StaffDetail:
    """
    All that an administrator sees of an account.

    Attributes:
        second_factors: the kinds that are set up, such as ``totp`` and ``webauthn``.
        one_time_until: set while the password is one that was given out, and until when it is good.
    """

    row: StaffRow
    email: str
    skills: tuple[str, ...]
    second_factors: tuple[str, ...]
    has_password: bool
    one_time_until: datetime | None
    last_sign_in_at: datetime | None
    node_path: str


@dataclass(frozen=True, kw_only=True)
class Persona:
    """Somebody of the demo story as whom a visitor may look around; ``why`` says what for."""

    id: UUID
    name: str
    why: str
    node_name: str
    roles: tuple[Role, ...]


def staff_list(
    *,
    actor: Actor,
    search: str = "",
    role: Role | None = None,
    node_path: str = "",
    active: bool | None = True,
    after: UUID | None = None,
    size: int = PAGE,
) -> StaffPage:
    """
    The staff within the actor's reach, by the sound of their names.

    Args:
        search: part of a name, or the beginning of a staff number, of a name in pinyin or of its initials.
        active: open accounts, closed ones (False), or both (None).
        after: the last person of the page before.
    """
    found = _in_reach(actor)
    if active is not None:
        found = found.filter(is_active=active)
    if role is not None:
        found = found.filter(held_roles__role=role)
    if node_path:
        found = found.filter(node__path__startswith=node_path)
    if search.strip():
        found = found.filter(_matches(search))
    if after is not None:
        last = Staff.objects.filter(pk=after).first()
        if last is not None:
            found = found.filter(
                Q(name_sort__gt=last.name_sort) | Q(name_sort=last.name_sort, id__gt=last.pk)
            )
    rows = [_row(staff) for staff in _with_roles(found).order_by("name_sort", "id")[: size + 1]]
    page = rows[:size]
    return StaffPage(rows=tuple(page), after=page[-1].id if len(rows) > size else None)


def staff_detail(*, staff_id: UUID, actor: Actor) -> StaffDetail | None:
    """One account within the actor's reach, or None."""
    staff = _with_roles(_in_reach(actor)).prefetch_related("skills").filter(pk=staff_id).first()
    if staff is None:
        return None
    kinds = Authenticator.objects.filter(user=staff).values_list("type", flat=True)
    return StaffDetail(
        row=_row(staff),
        email=staff.email,
        skills=tuple(skill.pk for skill in staff.skills.all()),
        second_factors=tuple(sorted(set(kinds))),
        has_password=staff.has_usable_password(),
        one_time_until=staff.one_time_until,
        last_sign_in_at=staff.last_login,
        node_path=staff.node.path,
    )


def staff_by_number(*, number: str) -> StaffRow | None:
    """The account with this staff number, in any case; for the command line, which is told numbers."""
    staff = _with_roles(Staff.objects.filter(username__iexact=number.strip())).first()
    return _row(staff) if staff else None


def staff_with_role(*, role: Role, reach: str = "/") -> tuple[StaffRow, ...]:
    """Everybody with an open account who holds ``role`` in the part of the tree at ``reach``."""
    found = Staff.objects.filter(is_active=True, node__path__startswith=reach, held_roles__role=role)
    return tuple(_row(staff) for staff in _with_roles(found).order_by("name_sort", "id"))


def nearest_with_role(*, role: Role, path: str) -> tuple[StaffRow, ...]:
    """Who holds ``role`` for the unit at ``path``: in the unit itself, or else in the nearest one above it."""
    steps = path.strip("/").split("/")
    above = ["/" + "/".join(steps[:count]) + "/" for count in range(len(steps), 0, -1)]
    found = Staff.objects.filter(is_active=True, node__path__in=above, held_roles__role=role)
    rows = sorted(_with_roles(found), key=lambda staff: (-len(staff.node.path), staff.name_sort))
    return tuple(_row(staff) for staff in rows if staff.node_id == rows[0].node_id)


def names_of(ids: Iterable[UUID]) -> Mapping[UUID, str]:
    """The names of these members of staff, closed accounts included."""
    return dict(Staff.objects.filter(pk__in=set(ids)).values_list("pk", "name"))


def personas() -> tuple[Persona, ...]:
    """The people of the demo story whom a visitor may be, in the order in which they were made."""
    found = _with_roles(Staff.objects.filter(is_active=True).exclude(persona="")).order_by("created_at", "id")
    rows = ((staff, _row(staff)) for staff in found)
    return tuple(
        Persona(id=row.id, name=row.name, why=staff.persona, node_name=row.node_name, roles=row.roles)
        for staff, row in rows
    )


def _in_reach(actor: Actor) -> QuerySet[Staff]:
    if actor.reach is None:
        return Staff.objects.none()
    return Staff.objects.filter(node__path__startswith=actor.reach)


def _with_roles(found: QuerySet[Staff]) -> QuerySet[Staff]:
    return found.select_related("node").prefetch_related("held_roles")


def _matches(search: str) -> Q:
    text = unicodedata.normalize("NFKC", search).strip()
    sound = text.lower().replace(" ", "")
    return (
        Q(name__icontains=text)
        | Q(username__istartswith=text)
        | Q(name_sort__startswith=sound)
        | Q(name_initials__startswith=sound)
    )


def _row(staff: Staff) -> StaffRow:
    return StaffRow(
        id=staff.pk,
        number=staff.username,
        name=staff.name,
        node_id=staff.node_id,
        node_name=staff.node.name,
        roles=tuple(sorted(Role(held.role) for held in staff.held_roles.all())),
        is_active=staff.is_active,
    )
