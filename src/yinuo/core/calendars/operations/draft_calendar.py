"""Draft what a calendar is to say; nothing changes until a second person agrees."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Max
from django.utils.translation import gettext as _

from yinuo.core.calendars.models import BusinessCalendar, CalendarVersion
from yinuo.core.calendars.roles import may_draft
from yinuo.core.calendars.wording import in_words
from yinuo.kernel.errors import DomainError
from yinuo.kernel.worktime import CannotUseCalendar, calendar_from, data_of
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction

_CODE = re.compile(r"[a-z][a-z0-9_]*(\.[a-z0-9_]+)*")


class CannotDraftCalendar(DomainError):
    """What was given is no calendar, or the actor may not draft one."""

    code = "calendar.cannot_draft"


def draft_calendar(
    *, code: str, data: Mapping[str, Any], actor: Actor, now: datetime, name_zh: str = "", name_en: str = ""
) -> UUID:
    """
    Store the one draft of a calendar, in place of an earlier draft; returns its id.

    Args:
        code: of a calendar that exists, or with names that of a new one.
        data: as ``yinuo.kernel.worktime.calendar_from`` reads it.

    Raises:
        CannotDraftCalendar: the actor may not, or a field cannot be right.
    """
    if not may_draft(actor):
        raise CannotDraftCalendar(_("You may not change calendars."))
    try:
        checked = data_of(calendar_from(data))
    except CannotUseCalendar as refusal:
        raise CannotDraftCalendar(in_words(refusal), field=refusal.field) from None
    with transaction():
        calendar = BusinessCalendar.objects.select_for_update().filter(pk=code).first()
        if calendar is None:
            calendar = _new(code, name_zh.strip(), name_en.strip())
        last = calendar.versions.aggregate(last=Max("number"))["last"] or 0
        draft = calendar.versions.filter(state=CalendarVersion.State.DRAFT).first()
        if draft is None:
            draft = CalendarVersion(calendar=calendar, number=last + 1)
        draft.data, draft.drafted_by, draft.drafted_at = checked, actor.id, now
        draft.save()
        append(
            stream=f"calendar:{calendar.pk}",
            action="calendar.drafted",
            actor=actor.reference,
            at=now,
            facts={"version": draft.number, "draft": str(draft.pk)},
        )
        return draft.pk


def discard_draft(*, code: str, actor: Actor, now: datetime) -> None:
    """
    Throw the draft of a calendar away.

    Raises:
        CannotDraftCalendar: the actor may not.
    """
    if not may_draft(actor):
        raise CannotDraftCalendar(_("You may not change calendars."))
    with transaction():
        drafts = CalendarVersion.objects.filter(calendar_id=code, state=CalendarVersion.State.DRAFT)
        if drafts.delete()[0]:
            append(
                stream=f"calendar:{code}",
                action="calendar.draft_discarded",
                actor=actor.reference,
                at=now,
                facts={},
            )


def _new(code: str, name_zh: str, name_en: str) -> BusinessCalendar:
    if not _CODE.fullmatch(code) or len(code) > 40:
        raise CannotDraftCalendar(_("code: small letters, digits and dots only."), field="code")
    if not name_zh or not name_en or len(name_zh) > 80 or len(name_en) > 120:
        raise CannotDraftCalendar(_("name: give a Chinese and an English name."), field="name_zh")
    return BusinessCalendar.objects.create(code=code, name_zh=name_zh, name_en=name_en)
