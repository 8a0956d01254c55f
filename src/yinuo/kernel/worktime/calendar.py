"""Working time: when a calendar is open, and what that makes of an amount of time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from yinuo.kernel.worktime.checks import (
    FIRST_YEAR,
    LAST_YEAR,
    checked_amount,
    checked_days,
    checked_exceptions,
    checked_week,
    instant,
)
from yinuo.kernel.worktime.days import DatedException, Day, DayKind, Kind
from yinuo.kernel.worktime.errors import CannotUseCalendar
from yinuo.kernel.worktime.index import Index, build
from yinuo.kernel.worktime.intervals import Interval, clipped, merged, without
from yinuo.kernel.worktime.spans import Span
from yinuo.kernel.worktime.zones import EPOCH, last_second, local_date, zone_of

Pause = tuple[datetime, datetime]


@dataclass(frozen=True, kw_only=True)
class Calendar:
    """
    Open hours for each weekday and the days that differ, in one time zone.

    It is open whenever the clock on the wall reads a time within its hours: an hour that the clock skips does not
    count, an hour that it repeats counts twice. Instances never change and may be shared by threads.

    Attributes:
        week: the hours of Monday to Sunday; each begins on its day and may end on the next.
        official_from, official_through: the first and last day that are published; None where nothing is to be.
    """

    zone: str
    week: tuple[tuple[Span, ...], ...]
    exceptions: tuple[DatedException, ...] = ()
    official_from: date | None = None
    official_through: date | None = None
    _zone: ZoneInfo = field(init=False, repr=False, compare=False)
    _by_date: dict[date, tuple[DatedException, ...]] = field(init=False, repr=False, compare=False)
    _index: Index | None = field(init=False, repr=False, compare=False, default=None)

    def __post_init__(self) -> None:
        object.__setattr__(self, "_zone", zone_of(self.zone))
        object.__setattr__(self, "week", checked_week(self.week))
        object.__setattr__(self, "exceptions", checked_exceptions(self.exceptions))
        by_date: dict[date, tuple[DatedException, ...]] = {}
        for one in self.exceptions:
            by_date[one.date] = (*by_date.get(one.date, ()), one)
        object.__setattr__(self, "_by_date", by_date)
        if not any(self.week) and not any(
            one.spans and one.kind is not Kind.TAKEN for one in self.exceptions
        ):
            raise CannotUseCalendar(
                field="week", problem="never_open", sentence="this calendar is never open; give it hours."
            )
        if self.official_from and self.official_through and self.official_from > self.official_through:
            raise CannotUseCalendar(
                field="official_through",
                problem="official_reversed",
                sentence="the last official day lies before the first.",
            )

    @property
    def tz(self) -> ZoneInfo:
        """The time zone itself."""
        return self._zone

    def add(self, start: datetime, amount: timedelta, *, pauses: Iterable[Pause] = ()) -> datetime:
        """
        The first moment (UTC) at which ``amount`` of open time has passed since ``start``.

        Args:
            pauses: half-open times that do not count.

        Raises:
            CannotUseCalendar: a time without a zone, an amount that is negative or absurd, or more than
                the calendar will ever be open.
        """
        here, rest = instant(start, field="start"), checked_amount(amount)
        if not rest:
            return start.astimezone(UTC)
        for begin, end in instants(pauses):
            if end <= here:
                continue
            if begin > here:
                index = self._both(here, begin)
                counted = _before(index, begin) - _before(index, here)
                if counted >= rest:
                    break
                rest -= counted
            here = max(here, end)
        return EPOCH + timedelta(microseconds=self._reach(here, rest))

    def add_days(self, start: datetime, days: int, *, working: bool = False) -> datetime:
        """
        The last second (UTC) of the ``days``-th day after the day of ``start``, as the wall shows days.

        Args:
            working: count working days only.

        Raises:
            CannotUseCalendar: as for ``add``.
        """
        instant(start, field="start")
        checked_days(days)
        received = local_date(start, self._zone)
        if not working or not days:
            return last_second(received + timedelta(days=days), self._zone)
        return last_second(self.working_day(received, days), self._zone)

    def working_day(self, day: date, days: int) -> date:
        """
        The ``days``-th working day after ``day``.

        Raises:
            CannotUseCalendar: no days at all or an absurd number, or more than the calendar will ever work.
        """
        index = self._index
        if index is not None and days > 0:
            try:
                return index.days[index.after[day] + days - 1]
            except (KeyError, IndexError):
                pass  # further than anybody has asked before
        return self._later_working_day(date.fromordinal(day.toordinal()), days)

    def between(self, start: datetime, end: datetime, *, pauses: Iterable[Pause] = ()) -> timedelta:
        """
        The open time from ``start`` to ``end``, without ``pauses``.

        Raises:
            CannotUseCalendar: a time without a zone, or an end before the start.
        """
        a, b = instant(start, field="start"), instant(end, field="end")
        if b < a:
            raise CannotUseCalendar(
                field="end", problem="end_before_start", sentence="the end lies before the start."
            )
        parts = without([(a, b)], instants(pauses)) if pauses else [(a, b)]
        index = self._both(a, b)
        return timedelta(microseconds=sum(_before(index, y) - _before(index, x) for x, y in parts))

    def is_open(self, moment: datetime) -> bool:
        """Whether the calendar is open at this moment."""
        at = instant(moment, field="moment")
        index = self._around(at)
        place = bisect_right(index.starts, at) - 1
        return place >= 0 and at < index.ends[place]

    def next_open(self, moment: datetime) -> datetime:
        """
        ``moment`` itself while open, else the moment (UTC) at which it opens next.

        Raises:
            CannotUseCalendar: it never opens again.
        """
        at = instant(moment, field="moment")
        index = self._around(at)
        while True:
            place = bisect_right(index.ends, at)
            if place < len(index.starts):
                return EPOCH + timedelta(microseconds=max(at, index.starts[place]))
            index = self._longer(index, _year(at))

    def day(self, day: date) -> Day:
        """What this local day is: working, rest, holiday or make-up, with the hours that begin on it."""
        usual = self.week[day.weekday()]
        exceptions = self._by_date.get(day, ())
        provisional = self._is_provisional(day)
        if not exceptions:
            kind = DayKind.WORKING if usual else DayKind.REST
            return Day(date=day, kind=kind, spans=usual, exceptions=(), provisional=provisional)
        kind, spans = DayKind.WORKING if usual else DayKind.REST, usual
        for one in exceptions:
            if one.kind is Kind.HOLIDAY:
                kind, spans = DayKind.HOLIDAY, ()
            elif one.kind is Kind.MAKEUP:
                kind, spans = DayKind.MAKEUP, one.spans
            elif one.kind is Kind.HOURS:
                kind, spans = DayKind.WORKING if one.spans else DayKind.REST, one.spans
        opened = [(span.start, span.end) for span in spans]
        opened += [(s.start, s.end) for one in exceptions if one.kind is Kind.EXTRA for s in one.spans]
        taken = merged((s.start, s.end) for one in exceptions if one.kind is Kind.TAKEN for s in one.spans)
        left = tuple(Span(a, b) for a, b in without(merged(opened), taken))
        if kind is DayKind.WORKING and not left:
            kind = DayKind.REST
        return Day(date=day, kind=kind, spans=left, exceptions=exceptions, provisional=provisional)

    def is_provisional(self, *moments: datetime) -> bool:
        """Whether one of these moments lies on a day that is not officially published (yet)."""
        return any(self._is_provisional(local_date(moment, self._zone)) for moment in moments)

    def _is_provisional(self, day: date) -> bool:
        early = self.official_from is not None and day < self.official_from
        return early or (self.official_through is not None and day > self.official_through)

    def open_intervals(self, start: datetime, end: datetime) -> list[Interval]:
        """The open times between two moments, in microseconds since 1970."""
        a, b = instant(start, field="start"), instant(end, field="end")
        index = self._both(a, b)
        first, last = bisect_right(index.ends, a), bisect_left(index.starts, b)
        return clipped(zip(index.starts[first:last], index.ends[first:last], strict=True), a, b)

    def _reach(self, at: int, amount: int) -> int:
        index = self._around(at)
        while True:
            target = _before(index, at) + amount
            if target <= index.before[-1]:
                place = bisect_left(index.before, target) - 1
                return index.starts[place] + target - index.before[place]
            index = self._longer(index, _year(at))

    def _later_working_day(self, day: date, days: int) -> date:
        """As ``working_day``, with an index that is made longer where need be."""
        checked_days(days if days else -1)
        index = self._covering(day.year, day.year + 1)
        while True:
            # A longer one may begin earlier, if another thread asked for that.
            place = index.after[day] + days - 1
            if place < len(index.days):
                return index.days[place]
            index = self._longer(index, day.year)

    def _both(self, a: int, b: int) -> Index:
        """One index around two moments: sums of different ones do not compare."""
        index = self._around(a)
        return index if b < _january(index.last) else self._covering(_year(a) - 1, _year(b) + 1)

    def _around(self, at: int) -> Index:
        index = self._index
        if index is not None and _january(index.first + 1) <= at < _january(index.last):
            return index
        year = _year(at)
        return self._covering(year - 1, year + 1)

    def _covering(self, first: int, last: int) -> Index:
        index = self._index
        if index is not None and index.first <= first and last <= index.last:
            return index
        if first < FIRST_YEAR - 1 or last > LAST_YEAR + 1:
            raise CannotUseCalendar(
                field="start",
                problem="beyond_reach",
                sentence=f"only the years from {FIRST_YEAR} to {LAST_YEAR} can be computed.",
            )
        if index is not None:
            first, last = min(first, index.first), max(last, index.last)
        larger = build(first, last, zone=self._zone, day=self.day)
        object.__setattr__(self, "_index", larger)
        return larger

    def _longer(self, index: Index, year: int) -> Index:
        """An index that reaches about twice as far from ``year``; a hundred years are enough for any promise."""
        if index.last >= min(year + 101, LAST_YEAR + 1):
            raise CannotUseCalendar(
                field="amount",
                problem="never_reached",
                sentence="the calendar is not open for that long within a hundred years.",
            )
        return self._covering(index.first, min(2 * index.last - year + 1, year + 101, LAST_YEAR + 1))


def instants(pauses: Iterable[Pause]) -> list[Interval]:
    """
    Pauses in order and apart, in microseconds since 1970.

    Raises:
        CannotUseCalendar: a pause ends before it begins.
    """
    found = [(instant(start, field="pauses"), instant(end, field="pauses")) for start, end in pauses]
    if any(end < start for start, end in found):
        raise CannotUseCalendar(
            field="pauses", problem="pause_reversed", sentence="a pause ends before it begins."
        )
    return merged(found)


def _before(index: Index, at: int) -> int:
    """Open microseconds from the beginning of the index to ``at``."""
    place = bisect_right(index.starts, at) - 1
    if place < 0:
        return 0
    return index.before[place] + min(at, index.ends[place]) - index.starts[place]


def _year(at: int) -> int:
    return (EPOCH + timedelta(microseconds=at)).year


@cache
def _january(year: int) -> int:
    """The beginning of a year, UTC, in microseconds since 1970."""
    return instant(datetime(year, 1, 1, tzinfo=UTC), field="start")
