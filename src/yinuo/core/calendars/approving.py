"""A calendar takes effect when a second person has read what would change, and agreed."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.calendars.changes import changed_days
from yinuo.core.calendars.models import CalendarVersion
from yinuo.core.calendars.operations.ask_for_calendar import KIND as CODE
from yinuo.core.calendars.operations.ask_for_calendar import publish_calendar
from yinuo.core.calendars.queries import calendar_view
from yinuo.core.calendars.roles import DECIDERS, EDITORS
from yinuo.kernel.worktime import calendar_from
from yinuo.platform.approvals.public import ApprovalKind, Line, Request
from yinuo.platform.identity.public import Actor

Content = Mapping[str, Any]
MOST_SHOWN = 12


def _describe(content: Content) -> list[Line]:
    begin = datetime.fromisoformat(content["takes_effect_at"])
    view = calendar_view(code=content["code"])
    after = calendar_from(content["data"])
    begin = begin.astimezone(after.tz)
    lines = [
        Line(label=_("Calendar"), value=f"{view.name if view else ''} ({content['code']})"),
        Line(label=_("Takes effect"), value=date_format(begin, "Y-m-d H:i")),
    ]
    before = view.at(begin) if view else None
    if before is not None:
        changes = changed_days(before.calendar, after, begin=begin.date())
        lines.append(Line(label=_("Days that change in the following two years"), value=str(len(changes))))
        shown = ", ".join(one.day.isoformat() for one in changes[:MOST_SHOWN])
        if shown:
            lines.append(Line(label=_("Among them"), value=shown))
    return lines


def _current(request: Request) -> dict[str, object] | None:
    draft = CalendarVersion.objects.filter(
        pk=UUID(request.content["draft"]), state=CalendarVersion.State.DRAFT
    ).first()
    return {**request.content, "data": draft.data} if draft else None


def _carry_out(request: Request, decider: Actor, now: datetime) -> None:
    publish_calendar(
        draft_id=UUID(request.content["draft"]),
        takes_effect_at=datetime.fromisoformat(request.content["takes_effect_at"]),
        approver=decider,
        now=now,
    )


KIND = ApprovalKind(
    code=CODE,
    label=gettext_lazy("Put a calendar into force"),
    deciders=DECIDERS,
    askers=EDITORS,
    describe=_describe,
    current=_current,
    carry_out=_carry_out,
    url=lambda request: reverse("calendars:calendar", args=[request.content["code"]]),
)
