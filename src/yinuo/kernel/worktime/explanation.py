"""Which time counted, which did not, and why: the arithmetic of a promise for people."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime, time, timedelta
from enum import Enum

from yinuo.kernel.worktime.calendar import Calendar, Pause, instants
from yinuo.kernel.worktime.checks import instant
from yinuo.kernel.worktime.days import Day, DayKind, Kind
from yinuo.kernel.worktime.errors import CannotUseCalendar
from yinuo.kernel.worktime.index import MICRO
from yinuo.kernel.worktime.intervals import Interval, clipped, merged, without
from yinuo.kernel.worktime.spans import DAY
from yinuo.kernel.worktime.zones import EPOCH, last_second, local_date

LONGEST = timedelta(days=3_700)


class Reason(Enum):
    """Why a part counted or not."""

    OPEN = "OPEN"
    MAKEUP = "MAKEUP"  # open, on a make-up day
    CLOSED = "CLOSED"  # outside the hours of a working day
    REST = "REST"  # a day of rest, such as a weekend
    HOLIDAY = "HOLIDAY"
    TAKEN = "TAKEN"  # hours that an exception took away
    PAUSED = "PAUSED"


_RESTING = {DayKind.HOLIDAY: Reason.HOLIDAY, DayKind.REST: Reason.REST}


@dataclass(frozen=True, kw_only=True)
class Part:
    """One stretch of time with the same answer."""

    start: datetime
    end: datetime
    counted: bool
    reason: Reason
    name: str = ""
    name_en: str = ""
    provisional: bool = False

    @property
    def length(self) -> timedelta:
        """How long it is, as time passes."""
        return self.end - self.start


def explain(
    calendar: Calendar, start: datetime, end: datetime, *, pauses: Iterable[Pause] = ()
) -> list[Part]:
    """
    Cut the time from ``start`` to ``end`` into parts that counted and parts that did not.

    The parts follow each other without a gap, and those that counted add up to ``calendar.between``.

    Raises:
        CannotUseCalendar: the end lies before the start, or more than ten years after it.
    """
    a, b = instant(start, field="start"), instant(end, field="end")
    if not 0 <= (b - a) <= LONGEST.days * DAY * MICRO:
        raise CannotUseCalendar(
            field="end", problem="no_period", sentence="the end lies after the start, ten years at most."
        )
    paused = clipped(instants(pauses), a, b)
    opened = calendar.open_intervals(start, end)
    resting = without(without([(a, b)], paused), opened)
    taken = without(resting, without(resting, _taken(calendar, start, end)))
    parts = [_part(x, y, Reason.PAUSED) for x, y in paused]
    for intervals, reason in (
        (without(opened, paused), Reason.OPEN),
        (taken, Reason.TAKEN),
        (without(resting, taken), Reason.CLOSED),
    ):
        for x, y in intervals:
            parts += _by_day(calendar, x, y, reason)
    return _joined(sorted(parts, key=lambda part: part.start))


def _taken(calendar: Calendar, start: datetime, end: datetime) -> list[Interval]:
    """When hours were taken away, in microseconds since 1970."""
    first, last = local_date(start, calendar.tz), local_date(end, calendar.tz)
    found = []
    for one in calendar.exceptions:
        if one.kind is Kind.TAKEN and first - timedelta(days=2) <= one.date <= last:
            midnight = datetime.combine(one.date, time())
            for span in one.spans:
                ends = [midnight + timedelta(seconds=second) for second in (span.start, span.end)]
                x, y = (instant(wall.replace(tzinfo=calendar.tz), field="exceptions") for wall in ends)
                found.append((x, y))
    return merged(found)


def _by_day(calendar: Calendar, a: int, b: int, reason: Reason) -> list[Part]:
    """Cut at local midnights, and say of each piece what its day is."""
    found = []
    here = a
    while here < b:
        day = local_date(EPOCH + timedelta(microseconds=here), calendar.tz)
        midnight = instant(last_second(day, calendar.tz), field="start") + MICRO
        ahead = min(b, midnight)
        found.append(_on(calendar.day(day), _part(here, ahead, reason)))
        here = ahead
    return found


def _on(day: Day, part: Part) -> Part:
    """The part with what its day adds to the reason."""
    part = replace(part, provisional=day.provisional)
    if part.reason is Reason.TAKEN:
        named = next((one for one in day.exceptions if one.kind is Kind.TAKEN), None)
    else:
        named = next((one for one in day.exceptions if one.kind.replaces), None)
        if part.reason is Reason.OPEN and day.kind is DayKind.MAKEUP:
            part = replace(part, reason=Reason.MAKEUP)
        elif part.reason is Reason.CLOSED and day.kind in _RESTING:
            part = replace(part, reason=_RESTING[day.kind])
    if named is None or part.reason is Reason.CLOSED:
        return part
    return replace(part, name=named.name, name_en=named.name_en)


def _part(a: int, b: int, reason: Reason) -> Part:
    return Part(
        start=EPOCH + timedelta(microseconds=a),
        end=EPOCH + timedelta(microseconds=b),
        counted=reason is Reason.OPEN,
        reason=reason,
    )


def _joined(parts: list[Part]) -> list[Part]:
    """Neighbours that say the same become one."""
    found: list[Part] = []
    for part in parts:
        if found and replace(found[-1], end=part.end) == replace(part, start=found[-1].start):
            found[-1] = replace(found[-1], end=part.end)
        else:
            found.append(part)
    return found
