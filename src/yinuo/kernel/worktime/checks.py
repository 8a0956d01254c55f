"""What is refused before anything is computed."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime, timedelta

from yinuo.kernel.worktime.days import DatedException
from yinuo.kernel.worktime.errors import CannotUseCalendar
from yinuo.kernel.worktime.spans import DAY, Span, overlap, without_overlaps
from yinuo.kernel.worktime.zones import EPOCH

WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")
LONGEST = timedelta(days=36_525)
FIRST_YEAR, LAST_YEAR = 1971, 2299
# What lies further away cannot even be added to; the years themselves are looked at where an index is made.
_FIRST_DAY, _LAST_DAY = -50_000, 200_000
_LONGEST = LONGEST.days * DAY * 1_000_000


def instant(moment: datetime, *, field: str) -> int:
    """Microseconds since 1970, UTC. Raises: CannotUseCalendar: the time has no zone, or is centuries away."""
    try:
        passed = moment - EPOCH
    except TypeError:
        raise CannotUseCalendar(
            field=field, problem="naive_time", sentence="say in which zone this time is meant."
        ) from None
    if not _FIRST_DAY <= passed.days <= _LAST_DAY:
        raise CannotUseCalendar(
            field=field,
            problem="beyond_reach",
            sentence=f"only the years from {FIRST_YEAR} to {LAST_YEAR} can be computed.",
        )
    return (passed.days * DAY + passed.seconds) * 1_000_000 + passed.microseconds


def checked_amount(amount: timedelta) -> int:
    """Microseconds. Raises: CannotUseCalendar: the amount is negative, or more than a hundred years."""
    micro = (amount.days * DAY + amount.seconds) * 1_000_000 + amount.microseconds
    if not 0 <= micro <= _LONGEST:
        raise _absurd("amount", str(amount))
    return micro


def checked_days(days: int) -> None:
    """Raises: CannotUseCalendar: fewer than none, or more than a hundred years."""
    if not 0 <= days <= LONGEST.days:
        raise _absurd("days", str(days))


def checked_week(week: Iterable[Iterable[Span]]) -> tuple[tuple[Span, ...], ...]:
    """The week in order. Raises: CannotUseCalendar: not seven days, or hours that overlap."""
    days = [tuple(spans) for spans in week]
    if len(days) != 7:
        raise CannotUseCalendar(
            field="week", problem="not_seven_days", sentence="a week has seven days, from Monday to Sunday."
        )
    ordered = tuple(
        without_overlaps(spans, field=f"week.{name}") for name, spans in zip(WEEKDAYS, days, strict=True)
    )
    for number, spans in enumerate(ordered):
        following = ordered[(number + 1) % 7]
        if spans and following and spans[-1].end - DAY > following[0].start:
            raise overlap(f"week.{WEEKDAYS[(number + 1) % 7]}", spans[-1], following[0])
    return ordered


def checked_exceptions(exceptions: Iterable[DatedException]) -> tuple[DatedException, ...]:
    """The exceptions by date. Raises: CannotUseCalendar: two that replace the same day."""
    ordered = tuple(sorted(exceptions, key=lambda one: (one.date, one.kind.value, one.spans)))
    replaced: set[date] = set()
    for one in ordered:
        if one.kind.replaces:
            if one.date in replaced:
                raise CannotUseCalendar(
                    field=f"exceptions.{one.date.isoformat()}",
                    problem="date_twice",
                    sentence="this date is there twice; keep one of the two.",
                )
            replaced.add(one.date)
    return ordered


def _absurd(field: str, value: str) -> CannotUseCalendar:
    return CannotUseCalendar(
        field=field,
        problem="absurd_amount",
        value=value,
        sentence="give an amount between nothing and a hundred years.",
    )
