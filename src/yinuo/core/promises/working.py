"""Working time and working days as clocks of promises."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta

from yinuo.kernel.worktime import Calendar, Part, Reason


@dataclass(frozen=True)
class WorkingClock:
    """Time passes only while the calendar is open."""

    calendar: Calendar

    def add(self, start: datetime, amount: timedelta) -> datetime:
        return self.calendar.add(start, amount)

    def between(self, start: datetime, end: datetime) -> timedelta:
        return self.calendar.between(start, end)


@dataclass(frozen=True)
class WorkingDates:
    """Time passes on working days from midnight to midnight: for targets that count whole working days."""

    calendar: Calendar

    def add(self, start: datetime, amount: timedelta) -> datetime:
        at, left = start.astimezone(UTC), amount
        while left:
            end, works = _day(self.calendar, at)
            if works and left <= end - at:
                return at + left
            left -= end - at if works else timedelta()
            at = end
        return at

    def between(self, start: datetime, end: datetime) -> timedelta:
        parts = whole_days(self.calendar, start, end)
        return sum((part.length for part in parts if part.counted), timedelta())


@dataclass(frozen=True)
class WorkingDays:
    """Only working days count."""

    calendar: Calendar

    def after(self, day: date, count: int) -> date:
        return self.calendar.working_day(day, count) if count else day


def whole_days(calendar: Calendar, begin: datetime, end: datetime) -> list[Part]:
    """The time between two moments, cut into runs of working days and of days of rest."""
    parts: list[Part] = []
    at, last = begin.astimezone(UTC), end.astimezone(UTC)
    while at < last:
        midnight, works = _day(calendar, at)
        until = min(midnight, last)
        if parts and parts[-1].counted is works:
            parts[-1] = replace(parts[-1], end=until)
        else:
            reason = Reason.OPEN if works else Reason.REST
            parts.append(Part(start=at, end=until, counted=works, reason=reason))
        at = until
    return parts


def _day(calendar: Calendar, at: datetime) -> tuple[datetime, bool]:
    """When the local day of a moment ends, and whether it is a working day."""
    day = at.astimezone(calendar.tz).date()
    end = datetime.combine(day + timedelta(days=1), time(), calendar.tz)
    return end.astimezone(UTC), calendar.day(day).works
