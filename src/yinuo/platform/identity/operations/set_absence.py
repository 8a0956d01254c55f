"""Say that somebody will be away, and who stands in."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity import rules
from yinuo.platform.identity.actor import Actor, ActorKind
from yinuo.platform.identity.errors import CannotAdminister
from yinuo.platform.identity.events import AbsenceSet
from yinuo.platform.identity.evidence import note_staff
from yinuo.platform.identity.models import Absence, Staff
from yinuo.platform.identity.roles import Role
from yinuo.platform.identity.scope import ABSENCE_LOCK, hold, locked_staff
from yinuo.platform.jobs.public import publish, transaction


class CannotSetAbsence(DomainError):
    """Nobody could rely on this absence."""

    code = "identity.cannot_set_absence"


@dataclass(frozen=True, kw_only=True)
class AbsenceRecorded:
    """A half-open period in which ``substitute_id`` stands in for ``staff_id``."""

    id: UUID
    staff_id: UUID
    substitute_id: UUID
    starts_at: datetime
    ends_at: datetime


def set_absence(
    *,
    staff_id: UUID,
    substitute_id: UUID,
    starts_at: datetime,
    ends_at: datetime,
    actor: Actor,
    now: datetime,
) -> AbsenceRecorded:
    """
    Record that somebody is away from ``starts_at`` until just before ``ends_at``.

    One may do it for oneself, a supervisor for their part of the organisation, a system administrator for all.

    Raises:
        CannotAdminister: the actor is none of these.
        UnknownStaff: the person is not within reach.
        CannotSetAbsence: the period is empty, over, or overlaps another of the same person; the substitute is
            the person, has no open account, or would at some moment be represented by the person.
    """
    require_absence_right(actor=actor, staff_id=staff_id)
    if starts_at >= ends_at or ends_at <= now:
        raise CannotSetAbsence(_("The absence must end after it starts, and not in the past."))
    if substitute_id == staff_id:
        raise CannotSetAbsence(_("Choose somebody else as the substitute."))
    with transaction():
        # Circles run through several people, so all absences are written one after another.
        hold(ABSENCE_LOCK)
        staff = locked_staff(staff_id, actor)
        substitute = Staff.objects.filter(pk=substitute_id, is_active=True).first()
        if substitute is None:
            raise CannotSetAbsence(_("The substitute has no open account; choose somebody else."))
        wanted = rules.Stretch(
            staff_id=staff_id, substitute_id=substitute_id, starts_at=starts_at, ends_at=ends_at
        )
        _refuse_clash(wanted)
        absence = Absence.objects.create(
            staff=staff, substitute=substitute, starts_at=starts_at, ends_at=ends_at
        )
        note_staff(
            staff_id=staff_id,
            action="identity.absence_set",
            actor=actor,
            at=now,
            facts={
                "absence": str(absence.pk),
                "substitute": str(substitute_id),
                "from": starts_at.isoformat(),
                "until": ends_at.isoformat(),
            },
        )
        publish(
            AbsenceSet(staff_id=staff_id, substitute_id=substitute_id, starts_at=starts_at, ends_at=ends_at)
        )
        return AbsenceRecorded(
            id=absence.pk,
            staff_id=staff_id,
            substitute_id=substitute_id,
            starts_at=starts_at,
            ends_at=ends_at,
        )


def _refuse_clash(wanted: rules.Stretch) -> None:
    overlapping = Absence.objects.filter(starts_at__lt=wanted.ends_at, ends_at__gt=wanted.starts_at)
    others = [
        rules.Stretch(staff_id=row[0], substitute_id=row[1], starts_at=row[2], ends_at=row[3])
        for row in overlapping.values_list("staff_id", "substitute_id", "starts_at", "ends_at")
    ]
    if any(other.staff_id == wanted.staff_id for other in others):
        raise CannotSetAbsence(_("There is an absence in this period already; cancel it first."))
    if rules.closes_circle(wanted=wanted, others=others):
        raise CannotSetAbsence(
            _("In this period the substitute is away and would be represented by the absent person.")
        )


def require_absence_right(*, actor: Actor, staff_id: UUID) -> None:
    """
    Let the person, supervisors and system administrators go on; reach is checked with the row.

    Raises:
        CannotAdminister: the actor is somebody else.
    """
    if actor.kind is ActorKind.SYSTEM or actor.id == staff_id:
        return
    if not actor.has(Role.SUPERVISOR, Role.SYSTEM_ADMINISTRATOR):
        raise CannotAdminister(_("Only the person, their supervisor or an administrator may do this."))
