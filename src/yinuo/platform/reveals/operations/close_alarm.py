"""Say what an alarm was about."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.kernel.redaction import redact
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, Role
from yinuo.platform.jobs.public import transaction
from yinuo.platform.reveals import rules
from yinuo.platform.reveals.models import Alarm


class CannotCloseAlarm(DomainError):
    """One's own, closed already, or without a word of what it was."""

    code = "watch.cannot_close_alarm"


class AlarmNotFound(DomainError):
    """There is no such alarm for this person."""

    code = "watch.alarm_not_found"


def close_alarm(*, alarm_id: UUID, note: str, actor: Actor, now: datetime) -> None:
    """
    Close the alarm with what was found.

    Raises:
        AlarmNotFound: not within the actor's reach, or the actor is no security officer.
        CannotCloseAlarm: the alarm is about the actor, closed, or the note is missing.
    """
    with transaction():
        alarm = Alarm.objects.select_for_update().filter(pk=alarm_id).first()
        if alarm is None or not actor.sees(alarm.path) or not actor.has(Role.SECURITY_OFFICER):
            raise AlarmNotFound(_("There is no such alarm."))
        if alarm.staff_id == actor.id:
            raise CannotCloseAlarm(_("This alarm is about you; another security officer closes it."))
        if alarm.closed_by_id is not None:
            raise CannotCloseAlarm(_("A colleague has closed this alarm meanwhile."))
        if not rules.is_reason(note):
            raise CannotCloseAlarm(_("Say what you found, in 4 to 500 characters."))
        alarm.closed_by_id, alarm.closed_at, alarm.note = actor.id, now, redact(note.strip())
        alarm.save(update_fields=["closed_by", "closed_at", "note"])
        append(
            stream=f"alarm:{alarm.pk}",
            action="watch.alarm_closed",
            actor=actor.reference,
            at=now,
            sealed=alarm.note.encode(),
        )
