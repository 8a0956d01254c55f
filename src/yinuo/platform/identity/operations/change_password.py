"""Replace one's own password."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.contrib.auth.password_validation import validate_password
from django.core.exceptions import ValidationError

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.operations.end_sessions import end_sessions_of
from yinuo.platform.identity.past_passwords import keep_past_password, refusal_of
from yinuo.platform.identity.scope import locked_staff
from yinuo.platform.identity.tasks import Notice, send_notice
from yinuo.platform.jobs.public import transaction


class CannotChangePassword(DomainError):
    """The new password could be guessed."""

    code = "identity.cannot_change_password"


@dataclass(frozen=True, kw_only=True)
class PasswordChanged:
    """Whether it replaced a one-time password, and how many other sessions ended."""

    staff_id: UUID
    was_one_time: bool
    sessions_ended: int


def change_password(
    *, new_password: str, actor: Actor, now: datetime, keep: str | None = None
) -> PasswordChanged:
    """
    Set the actor's own password; all sessions end but the one with the key ``keep``, and the person is told.

    The edge has made sure that the actor knows the old one.

    Raises:
        UnknownStaff: the actor is no member of staff.
        CannotChangePassword: it is the old one or one of the last few, too short, common, or made of words that
            an attacker tries first.
    """
    with transaction():
        staff = locked_staff(actor.id, actor)
        try:
            validate_password(new_password, staff)
        except ValidationError as refused:
            raise CannotChangePassword(" ".join(refused.messages)) from None
        refusal = refusal_of(staff, new_password)
        if refusal:
            raise CannotChangePassword(refusal)
        keep_past_password(staff, now=now)
        was_one_time = staff.one_time_until is not None
        staff.set_password(new_password)
        staff.one_time_until, staff.password_set_at = None, now
        staff.save(update_fields=["password", "one_time_until", "password_set_at"])
        ended = end_sessions_of(staff, keep=keep)
        note_staff(
            staff_id=staff.pk,
            action="identity.password_changed",
            actor=actor,
            at=now,
            facts={"was_one_time": was_one_time, "sessions": ended},
        )
        send_notice(staff.pk, Notice.PASSWORD_CHANGED)
        return PasswordChanged(staff_id=staff.pk, was_one_time=was_one_time, sessions_ended=ended)
