"""Calendars for other programs: which days work, which hours, and when something is due."""

from __future__ import annotations

from datetime import date, datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _
from ninja import Query
from pydantic import AwareDatetime, BaseModel, Field

from yinuo.core.calendars import queries
from yinuo.core.calendars.operations.draft_calendar import CannotDraftCalendar, draft_calendar
from yinuo.core.calendars.queries import CalendarView, CannotFindCalendar
from yinuo.core.calendars.roles import DRAFT_SCOPE
from yinuo.kernel.errors import DomainError
from yinuo.kernel.worktime import ALWAYS, Calendar, CannotUseCalendar, explain
from yinuo.platform.rest.public import Answer, ApiRequest, Body, Router, not_found

router = Router(tag="Calendars")
READ = "promises:read"
LONGEST_LIST = 400  # days
LONGEST_ARITHMETIC = timedelta(days=400)


class CannotAsk(DomainError):
    """What is asked of a calendar has no answer; the text says what to ask instead."""

    code = "calendar.cannot_ask"


class CalendarOut(Answer):
    """A calendar: working time as the institution sets it."""

    code: str
    name: str
    zone: str
    official_through: date | None
    version: int


class DayOut(Answer):
    """One local day; hours that begin on it, in minutes after midnight, past 1,440 when they cross it."""

    date: date
    kind: str
    spans: list[tuple[int, int]]
    name: str
    provisional: bool


class PartOut(Answer):
    """A stretch of time with the same answer."""

    start: datetime
    end: datetime
    counted: bool
    reason: str
    name: str
    provisional: bool


class DueOut(Answer):
    """When it is due, and the arithmetic; empty where the time is longer than a year."""

    due_at: datetime
    provisional: bool
    open_seconds: int
    parts: list[PartOut]


class CalendarDraft(Body):
    """What a calendar is to say; names are for a calendar that does not exist yet."""

    data: dict[str, object] = Field(
        description="Zone, week, and exceptions, as the export of a calendar has them."
    )
    name_zh: str = Field(default="", max_length=80)
    name_en: str = Field(default="", max_length=120)


class CalendarDraftOut(Answer):
    """A draft that waits for two people."""

    id: UUID
    code: str


class Days(BaseModel):
    """Which days."""

    begin_date: date
    end_date: date = Field(description="The first day that is no longer listed.")


class Amount(BaseModel):
    """How long, from when; either hours or days."""

    begin_at: AwareDatetime
    hours: int | None = Field(default=None, ge=0, le=87_600)
    days: int | None = Field(default=None, ge=0, le=3_650)
    working: bool = Field(default=True, description="Count open hours, or working days, only.")


@router.get("/calendars", scope=READ, answer=list[CalendarOut])
def list_calendars(request: ApiRequest) -> object:
    """List the calendars that are in force."""
    views = [(view, view.at(request.now)) for view in queries.calendars()]
    return [_row(view, version.calendar, version.number) for view, version in views if version is not None]


@router.post(
    "/calendars/{code}/draft",
    scope=DRAFT_SCOPE,
    answer=CalendarDraftOut,
    refuses={CannotDraftCalendar: 422},
)
def create_calendar_draft(request: ApiRequest, code: str, body: CalendarDraft) -> object:
    """Draft what a calendar is to say, in place of an earlier draft; two people put it in force."""
    drafted = draft_calendar(
        code=code,
        data=body.data,
        name_zh=body.name_zh,
        name_en=body.name_en,
        actor=request.actor,
        now=request.now,
    )
    return CalendarDraftOut(id=drafted, code=code)


@router.get(
    "/calendars/{code}/days",
    scope=READ,
    answer=list[DayOut],
    refuses={CannotAsk: 422, CannotUseCalendar: 422},
)
def list_days(request: ApiRequest, code: str, days: Query[Days]) -> object:
    """List the days of a calendar, at most 400 at a time."""
    calendar = _calendar(code, request.now)
    count = (days.end_date - days.begin_date).days
    if not 0 < count <= LONGEST_LIST:
        raise CannotAsk(_("end_date: ask for at least one and at most 400 days."))
    listed = [calendar.day(days.begin_date + timedelta(days=number)) for number in range(count)]
    return [
        DayOut(
            date=day.date,
            kind=day.kind.value,
            spans=[(span.start // 60, span.end // 60) for span in day.spans],
            name=day.exceptions[-1].name if day.exceptions else "",
            provisional=day.provisional,
        )
        for day in listed
    ]


@router.get(
    "/calendars/{code}/due", scope=READ, answer=DueOut, refuses={CannotAsk: 422, CannotUseCalendar: 422}
)
def show_due(request: ApiRequest, code: str, amount: Query[Amount]) -> object:
    """Compute when something is due that takes so long, with the arithmetic."""
    calendar = _calendar(code, request.now)
    if (amount.hours is None) == (amount.days is None):
        raise CannotAsk(_("hours: give either hours or days."))
    due = _due(calendar, amount)
    is_short = due - amount.begin_at <= LONGEST_ARITHMETIC
    return DueOut(
        due_at=due,
        provisional=amount.working and calendar.is_provisional(amount.begin_at, due),
        open_seconds=int(calendar.between(amount.begin_at, due).total_seconds()),
        parts=[
            PartOut(
                start=part.start,
                end=part.end,
                counted=part.counted or not (amount.working and amount.hours is not None),
                reason=part.reason.value,
                name=part.name,
                provisional=part.provisional,
            )
            for part in (explain(calendar, amount.begin_at, due) if is_short else [])
        ],
    )


def _due(calendar: Calendar, amount: Amount) -> datetime:
    if amount.days is not None:
        return calendar.add_days(amount.begin_at, amount.days, working=amount.working)
    clock = calendar if amount.working else ALWAYS
    return clock.add(amount.begin_at, timedelta(hours=amount.hours or 0))


def _calendar(code: str, at: datetime) -> Calendar:
    try:
        return queries.calendar_at(code=code, at=at)
    except CannotFindCalendar:
        raise not_found() from None


def _row(view: CalendarView, calendar: Calendar, version: int) -> CalendarOut:
    return CalendarOut(
        code=view.code,
        name=view.name,
        zone=calendar.zone,
        official_through=calendar.official_through,
        version=version,
    )
