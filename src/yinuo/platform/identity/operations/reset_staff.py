"""Help somebody back in who lost their password or their second factor."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity import one_time
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.operations.end_sessions import end_sessions_of
from yinuo.platform.identity.past_passwords import keep_past_password
from yinuo.platform.identity.scope import locked_staff, refuse_self, require_administrator
from yinuo.platform.identity.tasks import Notice, send_notice
from yinuo.platform.jobs.public import transaction


class CannotResetStaff(DomainError):
    """There is nothing to reset."""

    code = "identity.cannot_reset_staff"


@dataclass(frozen=True, kw_only=True)
class StaffReset:
    """What was reset; the new password is shown once and kept nowhere."""

    staff_id: UUID
    one_time_password: str | None = field(repr=False)
    second_factors_removed: int
    sessions_ended: int


def reset_staff(
    *, staff_id: UUID, password: bool, second_factor: bool, actor: Actor, now: datetime
) -> StaffReset:
    """
    Give a new one-time password, remove all second factors, or both; sessions end and the person is told.

    A new password alone does not open the account: the second factor is asked as before.

    Raises:
        CannotAdminister: the actor is no system administrator, or the person themself.
        UnknownStaff: nobody within reach.
        CannotResetStaff: neither was asked for.
    """
    require_administrator(actor)
    refuse_self(actor, staff_id)
    if not password and not second_factor:
        raise CannotResetStaff(_("Choose what to reset: the password, the second factor, or both."))
    with transaction():
        staff = locked_staff(staff_id, actor)
        removed = 0
        if second_factor:
            factors = Authenticator.objects.filter(user=staff)
            removed = factors.count()
            factors.delete()
        new_password = one_time.new_password() if password else None
        if new_password:
            keep_past_password(staff, now=now)
            staff.set_password(new_password)
            staff.one_time_until = one_time.valid_until(now)
            staff.password_set_at = now
            staff.save(update_fields=["password", "one_time_until", "password_set_at"])
            send_notice(staff.pk, Notice.PASSWORD_RESET)
        if second_factor:
            send_notice(staff.pk, Notice.SECOND_FACTOR_RESET)
        ended = end_sessions_of(staff)
        note_staff(
            staff_id=staff.pk,
            action="identity.staff_reset",
            actor=actor,
            at=now,
            facts={
                "password": password,
                "second_factor": second_factor,
                "factors": removed,
                "sessions": ended,
            },
        )
        return StaffReset(
            staff_id=staff.pk,
            one_time_password=new_password,
            second_factors_removed=removed,
            sessions_ended=ended,
        )
