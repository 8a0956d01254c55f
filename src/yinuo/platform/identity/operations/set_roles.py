"""Give and take roles; the three administrations never meet in one person."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.text import get_text_list
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.models import Staff, StaffRole
from yinuo.platform.identity.roles import Role, conflicting
from yinuo.platform.identity.scope import (
    ADMINISTRATOR_LOCK,
    hold,
    locked_staff,
    refuse_self,
    require_administrator,
)
from yinuo.platform.jobs.public import transaction


class CannotSetRoles(DomainError):
    """One person may not hold these roles."""

    code = "identity.cannot_set_roles"


@dataclass(frozen=True, kw_only=True)
class RolesSet:
    """The roles that somebody now holds, and what changed."""

    staff_id: UUID
    roles: frozenset[Role]
    granted: frozenset[Role]
    revoked: frozenset[Role]


def set_roles(*, staff_id: UUID, roles: Iterable[Role], actor: Actor, now: datetime) -> RolesSet:
    """
    Let somebody hold exactly ``roles``; it acts on their next request.

    Raises:
        CannotAdminister: the actor is no system administrator, or the person themself.
        UnknownStaff: nobody within reach.
        CannotSetRoles: the roles exclude each other, or nobody would administer the system any more.
    """
    require_administrator(actor)
    refuse_self(actor, staff_id)
    wanted = frozenset(roles)
    with transaction():
        staff = locked_staff(staff_id, actor)
        held = frozenset(Role(row.role) for row in staff.held_roles.all())
        refuse_exclusive(wanted)
        return _change(staff, held=held, wanted=wanted, actor=actor, now=now)


def grant_role(*, staff_id: UUID, role: Role, actor: Actor, now: datetime) -> RolesSet:
    """
    Let somebody hold one more role, beside those that they hold at this moment.

    Raises:
        CannotAdminister: the actor is no system administrator, or the person themself.
        UnknownStaff: nobody within reach.
        CannotSetRoles: the role excludes one that they hold.
    """
    require_administrator(actor)
    refuse_self(actor, staff_id)
    with transaction():
        staff = locked_staff(staff_id, actor)
        held = frozenset(Role(row.role) for row in staff.held_roles.all())
        refuse_exclusive(held | {role})
        return _change(staff, held=held, wanted=held | {role}, actor=actor, now=now)


def revoke_role(*, staff_id: UUID, role: Role, actor: Actor, now: datetime) -> RolesSet:
    """
    Take one role; it is gone on the person's next request.

    Raises:
        CannotAdminister: the actor is no system administrator, or the person themself.
        UnknownStaff: nobody within reach.
        CannotSetRoles: nobody would administer the system any more.
    """
    require_administrator(actor)
    refuse_self(actor, staff_id)
    with transaction():
        staff = locked_staff(staff_id, actor)
        held = frozenset(Role(row.role) for row in staff.held_roles.all())
        return _change(staff, held=held, wanted=held - {role}, actor=actor, now=now)


def refuse_exclusive(roles: Iterable[Role]) -> None:
    """
    Keep system, security and audit administration apart.

    Raises:
        CannotSetRoles: two of them would meet in one person; the text names them.
    """
    clash = conflicting(roles)
    if clash:
        names = get_text_list([str(Role(role).label) for role in sorted(clash)], _("and"))
        raise CannotSetRoles(
            _("One person cannot be %(roles)s: these duties exclude each other. Choose one of them.")
            % {"roles": names}
        )


def refuse_last_administrator(staff: Staff) -> None:
    """
    Keep at least one open account that can administer the system.

    Raises:
        CannotSetRoles: ``staff`` holds the only one.
    """
    hold(ADMINISTRATOR_LOCK)
    others = StaffRole.objects.filter(role=Role.SYSTEM_ADMINISTRATOR, staff__is_active=True).exclude(
        staff=staff
    )
    if not others.exists():
        raise CannotSetRoles(
            _("This is the last system administrator; make somebody else one before you change this.")
        )


def _change(
    staff: Staff, *, held: frozenset[Role], wanted: frozenset[Role], actor: Actor, now: datetime
) -> RolesSet:
    granted, revoked = wanted - held, held - wanted
    if Role.SYSTEM_ADMINISTRATOR in revoked and staff.is_active:
        refuse_last_administrator(staff)
    staff.held_roles.filter(role__in=revoked).delete()
    StaffRole.objects.bulk_create(StaffRole(staff=staff, role=role) for role in sorted(granted))
    if granted or revoked:
        note_staff(
            staff_id=staff.pk,
            action="identity.roles_set",
            actor=actor,
            at=now,
            facts={"granted": " ".join(sorted(granted)), "revoked": " ".join(sorted(revoked))},
        )
    return RolesSet(staff_id=staff.pk, roles=wanted, granted=granted, revoked=revoked)
