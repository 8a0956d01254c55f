"""Take an absence back, or end it early."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.models import Absence
from yinuo.platform.identity.operations.set_absence import require_absence_right
from yinuo.platform.identity.scope import ABSENCE_LOCK, hold, locked_staff
from yinuo.platform.jobs.public import transaction


class CannotCancelAbsence(DomainError):
    """There is no such absence, or it is over."""

    code = "identity.cannot_cancel_absence"


class UnknownAbsence(CannotCancelAbsence):
    """There is none with this id."""


@dataclass(frozen=True, kw_only=True)
class AbsenceCancelled:
    """``ended_at`` is set when the absence had begun and ends now instead of later."""

    staff_id: UUID
    ended_at: datetime | None


def cancel_absence(*, absence_id: UUID, actor: Actor, now: datetime) -> AbsenceCancelled:
    """
    Remove an absence that has not begun; end one that has.

    Raises:
        CannotAdminister: the actor is neither the person, a supervisor nor a system administrator.
        UnknownStaff: the person is not within reach.
        CannotCancelAbsence: there is no such absence, or it is over.
    """
    with transaction():
        hold(ABSENCE_LOCK)
        absence = Absence.objects.filter(pk=absence_id).first()
        if absence is None:
            raise UnknownAbsence(_("There is no such absence, or it is over."))
        if absence.ends_at <= now:
            raise CannotCancelAbsence(_("There is no such absence, or it is over."))
        require_absence_right(actor=actor, staff_id=absence.staff_id)
        locked_staff(absence.staff_id, actor)
        ended_at = now if absence.starts_at < now else None
        if ended_at:
            absence.ends_at = ended_at
            absence.save(update_fields=["ends_at"])
        else:
            absence.delete()
        note_staff(
            staff_id=absence.staff_id,
            action="identity.absence_cancelled",
            actor=actor,
            at=now,
            facts={"absence": str(absence_id), "begun": ended_at is not None},
        )
        return AbsenceCancelled(staff_id=absence.staff_id, ended_at=ended_at)
