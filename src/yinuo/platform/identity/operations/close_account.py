"""Close an account when somebody leaves, and open it again when they return."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.events import StaffDeactivated
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.operations.end_sessions import end_sessions_of
from yinuo.platform.identity.operations.set_roles import refuse_last_administrator
from yinuo.platform.identity.past_passwords import forget_past_passwords
from yinuo.platform.identity.roles import Role
from yinuo.platform.identity.scope import locked_staff, refuse_self, require_administrator
from yinuo.platform.jobs.public import publish, transaction


@dataclass(frozen=True, kw_only=True)
class AccountSwitched:
    """Whether the account is open now, and how many sessions ended."""

    staff_id: UUID
    is_active: bool
    sessions_ended: int = 0


def deactivate_staff(*, staff_id: UUID, actor: Actor, now: datetime) -> AccountSwitched:
    """
    Close an account: sessions end, nobody can sign in with it, what it did stays on record.

    Raises:
        CannotAdminister: the actor is no system administrator, or the person themself.
        UnknownStaff: nobody within reach.
        CannotSetRoles: nobody would administer the system any more.
    """
    require_administrator(actor)
    refuse_self(actor, staff_id)
    with transaction():
        staff = locked_staff(staff_id, actor)
        if not staff.is_active:
            return AccountSwitched(staff_id=staff.pk, is_active=False)
        if staff.held_roles.filter(role=Role.SYSTEM_ADMINISTRATOR).exists():
            refuse_last_administrator(staff)
        staff.is_active = False
        staff.save(update_fields=["is_active"])
        forget_past_passwords(staff)
        ended = end_sessions_of(staff)
        note_staff(
            staff_id=staff.pk,
            action="identity.staff_deactivated",
            actor=actor,
            at=now,
            facts={"sessions": ended},
        )
        publish(StaffDeactivated(staff_id=staff.pk, at=now))
        return AccountSwitched(staff_id=staff.pk, is_active=False, sessions_ended=ended)


def reactivate_staff(*, staff_id: UUID, actor: Actor, now: datetime) -> AccountSwitched:
    """
    Open a closed account again, with the roles that it had.

    Raises:
        CannotAdminister: the actor is no system administrator, or the person themself.
        UnknownStaff: nobody within reach.
    """
    require_administrator(actor)
    refuse_self(actor, staff_id)
    with transaction():
        staff = locked_staff(staff_id, actor)
        if not staff.is_active:
            staff.is_active = True
            staff.save(update_fields=["is_active"])
            note_staff(staff_id=staff.pk, action="identity.staff_reactivated", actor=actor, at=now)
        return AccountSwitched(staff_id=staff.pk, is_active=True)
