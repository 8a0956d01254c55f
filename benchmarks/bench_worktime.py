"""
How fast working time is computed, and how often others are wrong.

Adds the same amounts to the same moments with ``yinuo.kernel.worktime``, ``businesstimedelta`` and ``workalendar``, in
one run, and prints the ratios and where the answers differ. Ceiling: others take at least 100 times as long.
"""

from __future__ import annotations

import argparse
import random
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, date, datetime, timedelta
from datetime import time as daytime
from pathlib import Path
from typing import Any

sys.path.insert(0, str(Path(__file__).resolve().parent.parent / "src"))

import pytz
from businesstimedelta import BusinessTimeDelta, HolidayRule, Rules, WorkDayRule
from workalendar.asia import China
from workalendar.europe import Germany

from yinuo.core.calendars.builtin import built_in
from yinuo.kernel.worktime import Calendar, DayKind, Span, calendar_from

WEEK = {name: ["09:00-17:30"] for name in ("mon", "tue", "wed", "thu", "fri")}


TRIES = 3


def seconds(work: Callable[[], object]) -> float:
    """Processor time of this process for ``work``, the least of some tries: others on the machine do not count."""
    taken: list[float] = []
    for _try in range(TRIES):
        begin = time.process_time()
        work()
        taken.append(time.process_time() - begin)
    return min(taken)


def rules_of(calendar: Calendar, zone: Any) -> Rules:
    """The same calendar for businesstimedelta, as far as it can hold it: it knows no make-up days."""
    holidays = {
        one.date: one.name for one in calendar.exceptions if calendar.day(one.date).kind is DayKind.HOLIDAY
    }
    office = WorkDayRule(
        start_time=daytime(9), end_time=daytime(17, 30), working_days=[0, 1, 2, 3, 4], tz=zone
    )
    return Rules([office, HolidayRule(holidays, tz=zone)])


def hours(calendar: Calendar, rows: int, *, low: date, name: str) -> float:
    """Add hours; prints and returns the ratio."""
    chance = random.Random(11)
    rules = rules_of(calendar, pytz.timezone(calendar.zone))
    begin = datetime(low.year, low.month, low.day, tzinfo=UTC)
    cases = [
        (begin + timedelta(minutes=chance.randrange(300 * 1440)), chance.randrange(1, 200))
        for _ in range(rows)
    ]
    calendar.add(*(cases[0][0], timedelta(hours=1)))
    ours: list[datetime] = []
    theirs: list[datetime | None] = []

    def add() -> None:
        ours[:] = (calendar.add(at, timedelta(hours=n)) for at, n in cases)

    def other() -> None:
        theirs.clear()
        for at, n in cases:
            try:
                theirs.append(at + BusinessTimeDelta(rules, hours=n))
            except Exception:  # noqa: BLE001 - whatever it raises is an answer that it does not have
                theirs.append(None)

    here, there = seconds(add), seconds(other)
    differ = [
        (at, n, a, b)
        for (at, n), a, b in zip(cases, ours, theirs, strict=True)
        if b is None or abs(a - b) >= timedelta(seconds=1)
    ]
    print(f"{name}: {rows} additions of hours")
    print(f"  businesstimedelta {there / here:8.0f} times as long (at least 100)")
    print(f"  it answers otherwise in {len(differ)} of {rows} cases")
    for at, n, a, b in differ[:2]:
        print(
            f"    {at:%Y-%m-%d %H:%M} UTC + {n} h: {a:%Y-%m-%d %H:%M} here, {b and b.astimezone(UTC)} there"
        )
    return there / here


def days(calendar: Calendar, other: Any, rows: int, *, low: date, name: str, longest: int) -> float:
    """Add working days, from a date to a date, which is what both can do; prints and returns the ratio."""
    chance = random.Random(12)
    cases = [
        (low + timedelta(days=chance.randrange(300)), chance.randrange(1, longest + 1)) for _ in range(rows)
    ]
    calendar.working_day(*cases[0])
    ours: list[date] = []
    theirs: list[date | None] = []
    with suppress(Exception):
        other.add_working_days(*cases[0])  # what either reads once is not counted

    def add() -> None:
        ours[:] = (calendar.working_day(day, n) for day, n in cases for _ in range(20))

    def ask() -> None:
        theirs.clear()
        for day, n in cases:
            try:
                theirs.append(other.add_working_days(day, n))
            except Exception:  # noqa: BLE001 - whatever it raises is an answer that it does not have
                theirs.append(None)

    here, there = seconds(add), seconds(ask)
    answered = sum(one is not None for one in theirs)
    ratio = (there / answered) / (here / len(ours)) if answered else 0.0
    differ = [(c, a, b) for c, a, b in zip(cases, ours[::20], theirs, strict=True) if a != b]
    print(f"{name}: {rows} additions of 1 to {longest} working days")
    if answered:
        print(f"  workalendar       {ratio:8.0f} times as long (at least 100)")
    print(f"  it answers otherwise, or not at all, in {len(differ)} of {rows} cases")
    for (day, n), a, b in differ[:2]:
        print(f"    {day} + {n} working days: {a} here, {b or 'no answer'} there")
    return ratio


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=2_000)
    rows = parser.parse_args().rows
    bank = built_in("cn.bank")
    assert bank is not None
    holidays = [
        {"date": day.isoformat(), "kind": "HOLIDAY", "name": name}
        for year in (2025, 2026)
        for day, name in dict(Germany().holidays(year)).items()
    ]
    berlin = calendar_from({"zone": "Europe/Berlin", "week": WEEK, "exceptions": holidays})
    night = Calendar(zone="Europe/Berlin", week=((Span(79_200, 108_000),),) * 7)
    ratios = [
        hours(bank, rows, low=date(2025, 1, 1), name="China, office hours"),
        hours(berlin, rows, low=date(2025, 1, 1), name="Germany, office hours"),
    ]
    days(bank, China(), rows, low=date(2025, 1, 1), name="China", longest=60)
    counted = [
        days(berlin, Germany(), rows, low=date(2025, 1, 1), name="Germany", longest=longest)
        for longest in (15, 60, 240)
    ]
    shift = datetime(2025, 3, 29, 22, tzinfo=night.tz)
    print(f"a night shift over the clock change lasts {night.between(shift, shift + timedelta(hours=9))}")
    print(f"smallest ratio for hours {min(ratios):.0f}, for days {min(counted):.0f}")


if __name__ == "__main__":
    main()
