"""The clocks that promises go by: time as it passes, and working time as a calendar opens it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from typing import Protocol
from zoneinfo import ZoneInfo

from yinuo.core.promises.working import WorkingDates, whole_days
from yinuo.kernel.worktime import Calendar, Part, Reason, explain

LAST_SECOND = time(23, 59, 59)


class Clock(Protocol):
    """A way to measure time; exact to the second, and the same whichever process asks."""

    def add(self, start: datetime, amount: timedelta) -> datetime:
        """When ``amount`` has passed since ``start``."""
        ...

    def between(self, start: datetime, end: datetime) -> timedelta:
        """How much of it passes from ``start`` to ``end``."""
        ...


class Days(Protocol):
    """The days that count."""

    def after(self, day: date, count: int) -> date:
        """The day on which ``count`` counting days have passed after ``day``."""
        ...


class Hours(Protocol):
    """The hours in which people are reminded."""

    def next_open(self, at: datetime) -> datetime:
        """``at``, or the next moment that is open."""
        ...


class NaturalClock:
    """Time as it passes, day and night."""

    def add(self, start: datetime, amount: timedelta) -> datetime:
        return start.astimezone(UTC) + amount

    def between(self, start: datetime, end: datetime) -> timedelta:
        return end.astimezone(UTC) - start.astimezone(UTC)


class EveryDay:
    """Every day of the calendar counts."""

    def after(self, day: date, count: int) -> date:
        return day + timedelta(days=count)


@dataclass(frozen=True, kw_only=True)
class Keeper:
    """
    All that the arithmetic of one policy needs to know about time.

    Attributes:
        zone: whose days are counted.
        hours: in which people are reminded; None for at any time.
        calendar: by which working time is counted; None where it is not.
    """

    zone: ZoneInfo
    clock: Clock
    days: Days
    hours: Hours | None = None
    calendar: Calendar | None = None

    def end_of(self, day: date) -> datetime:
        """The last second of a day in the zone."""
        return datetime.combine(day, LAST_SECOND, self.zone).astimezone(UTC)

    def day_of(self, at: datetime) -> date:
        """The day in the zone at a moment."""
        return at.astimezone(self.zone).date()

    def is_provisional(self, at: datetime) -> bool:
        """Whether ``at`` was computed with days that nobody has published yet."""
        return self.calendar is not None and self.calendar.is_provisional(at)

    def parts(self, begin: datetime, end: datetime) -> list[Part]:
        """The time between two moments, cut where it begins or ceases to count."""
        if self.calendar is None:
            return [Part(start=begin, end=end, counted=True, reason=Reason.OPEN)]
        if isinstance(self.clock, WorkingDates):
            return whole_days(self.calendar, begin, end)
        return explain(self.calendar, begin, end)
