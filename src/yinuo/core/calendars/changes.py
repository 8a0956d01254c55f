"""Which days differ between two calendars."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from yinuo.kernel.worktime import Calendar, Day

AHEAD = 731


@dataclass(frozen=True, kw_only=True)
class Change:
    """One day before and after."""

    day: date
    before: Day
    after: Day


def changed_days(before: Calendar, after: Calendar, *, begin: date) -> list[Change]:
    """The days of two years from ``begin`` on which hours, or what the day is, change."""
    found = []
    for shift in range(AHEAD):
        day = begin + timedelta(days=shift)
        old, new = before.day(day), after.day(day)
        if (old.kind, old.spans) != (new.kind, new.spans):
            found.append(Change(day=day, before=old, after=new))
    return found
