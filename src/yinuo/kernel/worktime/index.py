"""
Open time of some years, summed up, so that every question is a search in a sorted list.

An index is immutable. A calendar that is asked beyond it makes a larger one and puts it in the old one's place;
two threads that do so at once make the same one twice, which is harmless.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date, timedelta
from zoneinfo import ZoneInfo

from yinuo.kernel.worktime.days import Day, Kind
from yinuo.kernel.worktime.intervals import Interval, clipped, merged, without
from yinuo.kernel.worktime.zones import stretches, wall

MICRO = 1_000_000
_MARGIN = 2 * 86_400  # further than any zone is from UTC


@dataclass(frozen=True, slots=True)
class Index:
    """
    The years from ``first`` to ``last``, both within.

    Attributes:
        starts, ends: open intervals in order and apart, in microseconds since 1970, UTC.
        before: open time before each of them, and after the last one the whole.
        days: the working days.
        after: for each day of these years the place in ``days`` of the first one after it.
    """

    first: int
    last: int
    starts: list[int]
    ends: list[int]
    before: list[int]
    days: list[date]
    after: dict[date, int]


def build(first: int, last: int, *, zone: ZoneInfo, day: Callable[[date], Day]) -> Index:
    """Read every day of these years once."""
    intervals: list[Interval] = []
    working: list[date] = []
    after: dict[date, int] = {}
    for year in range(first, last + 1):
        days = _days(year, day)
        for one in days[1:]:
            if one.works:
                working.append(one.date)
            after[one.date] = len(working)
        intervals += _instants(_readings(days), year, zone)
    ordered = merged(intervals)
    before, total = [0], 0
    for start, end in ordered:
        total += (end - start) * MICRO
        before.append(total)
    return Index(
        first=first,
        last=last,
        starts=[start * MICRO for start, _end in ordered],
        ends=[end * MICRO for _start, end in ordered],
        before=before,
        days=working,
        after=after,
    )


def _days(year: int, day: Callable[[date], Day]) -> list[Day]:
    """The days of the year, and the one before it, whose night shift may reach into it."""
    here, found = date(year, 1, 1) - timedelta(days=1), []
    while here.year <= year:
        found.append(day(here))
        here += timedelta(days=1)
    return found


def _readings(days: list[Day]) -> list[Interval]:
    """When the clock on the wall reads an open time, in seconds of the wall."""
    opened: list[Interval] = []
    taken: list[Interval] = []
    for one in days:
        midnight = wall(one.date)
        opened += [(midnight + span.start, midnight + span.end) for span in one.spans]
        for exception in one.exceptions:
            if exception.kind is Kind.TAKEN:
                taken += [(midnight + span.start, midnight + span.end) for span in exception.spans]
    whole = merged(opened)
    return without(whole, merged(taken)) if taken else whole


def _instants(readings: list[Interval], year: int, zone: ZoneInfo) -> list[Interval]:
    """The instants at which the wall shows ``year`` and an open time: none where hours are skipped, twice where
    they are repeated."""
    start, end = wall(date(year, 1, 1)), wall(date(year + 1, 1, 1))
    within = clipped(readings, start, end)
    found: list[Interval] = []
    for one in stretches(zone, start - _MARGIN, end + _MARGIN):
        part = clipped(within, one.start + one.offset, one.end + one.offset)
        found += [(a - one.offset, b - one.offset) for a, b in part]
    return found
