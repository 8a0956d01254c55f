"""Ask that the draft of a calendar takes effect, and publish it once a second person agreed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.calendars.models import CalendarVersion
from yinuo.core.calendars.operations.draft_calendar import CannotDraftCalendar
from yinuo.platform.approvals.public import request_approval
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import require_transaction, transaction

KIND = "calendars.publish"


def ask_for_calendar(
    *, code: str, takes_effect_at: datetime, reason: str, actor: Actor, now: datetime
) -> UUID:
    """
    Ask a second person to put the draft of ``code`` into force; returns the id of the request.

    Raises:
        CannotDraftCalendar: there is no draft, or it would change the past.
        CannotRequestApproval: the reason is missing, or the actor may not ask.
    """
    with transaction():
        draft = CalendarVersion.objects.filter(calendar_id=code, state=CalendarVersion.State.DRAFT).first()
        if draft is None:
            raise CannotDraftCalendar(_("There is no draft; edit the calendar first."))
        if takes_effect_at < now:
            raise CannotDraftCalendar(
                _("takes effect: choose a time that has not passed; what was promised stays as it was."),
                field="takes_effect_at",
            )
        return request_approval(
            kind=KIND,
            subject=f"calendar:{code}",
            content={
                "code": code,
                "draft": str(draft.pk),
                "data": draft.data,
                "takes_effect_at": takes_effect_at.isoformat(),
            },
            reason=reason,
            path=actor.reach or "",
            actor=actor,
            now=now,
        )


def publish_calendar(*, draft_id: UUID, takes_effect_at: datetime, approver: Actor, now: datetime) -> None:
    """
    Put a draft into force, in the transaction of the decision: at the agreed time, or now where that has passed.

    Raises:
        CannotDraftCalendar: the draft has gone, or a later version is published already.
    """
    require_transaction("calendar.published")
    version = CalendarVersion.objects.select_for_update().filter(pk=draft_id).first()
    if version is None or version.state != CalendarVersion.State.DRAFT:
        raise CannotDraftCalendar(_("There is no draft; edit the calendar first."))
    begin = max(takes_effect_at, now)
    published = CalendarVersion.objects.filter(
        calendar_id=version.calendar_id, state=CalendarVersion.State.PUBLISHED
    )
    if published.filter(valid_from__gte=begin).exists():
        raise CannotDraftCalendar(
            _("takes effect: a later version is published already; choose a time after it begins."),
            field="takes_effect_at",
        )
    published.filter(valid_to__isnull=True).update(valid_to=begin)
    version.state = CalendarVersion.State.PUBLISHED
    version.valid_from, version.published_at, version.published_by = begin, now, approver.id
    version.save()
    append(
        stream=f"calendar:{version.calendar_id}",
        action="calendar.published",
        actor=approver.reference,
        at=now,
        facts={"version": version.number, "takes_effect_at": begin.isoformat()},
    )
