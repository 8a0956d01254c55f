"""When a promise is due, when it warns, and what its verdict is: pure arithmetic on instants."""

from __future__ import annotations

from calendar import monthrange
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum

from yinuo.core.promises.clocks import Clock, Keeper
from yinuo.core.promises.terms import DUE, AlarmKind, AlarmTerm, Terms, Unit


class Verdict(Enum):
    KEPT = "KEPT"
    BROKEN = "BROKEN"


@dataclass(frozen=True, kw_only=True, order=True)
class Alarm:
    """When one rung of the ladder goes off; ``due`` is the moment at which the promise breaks."""

    at: datetime
    key: str


@dataclass(frozen=True, kw_only=True)
class Held:
    """A half-open time in which the clock stood still; without an end it still does."""

    since: datetime
    until: datetime | None


@dataclass(frozen=True, kw_only=True)
class Added:
    """An extension."""

    amount: int
    unit: str


@dataclass(frozen=True, kw_only=True)
class Timing:
    """
    Everything about a promise that follows from its policy and its history.

    Attributes:
        base_due_at: when it would be due had the clock never stood still.
        whole: how much time it gives, on its clock.
        held: how much of the clock's time the pauses held; it moves the due time by just that.
    """

    base_due_at: datetime
    due_at: datetime
    at_risk_at: datetime
    whole: timedelta
    held: timedelta
    is_provisional: bool
    alarms: tuple[Alarm, ...]


def timing(
    *,
    start: datetime,
    terms: Terms,
    keeper: Keeper,
    pauses: Sequence[Held] = (),
    extensions: Iterable[Added] = (),
) -> Timing:
    """
    When everything is due.

    A pause moves the due time by exactly the time that it held, on the policy's own clock: a weekend adds nothing
    to a target in working days, and a pause of an hour adds no day.

    Args:
        start: when the time begins (aware).
        pauses: those that are over, oldest first; they do not overlap.
    """
    start = start.astimezone(UTC)  # in a zone of its own the wall would shift the arithmetic
    base = due_after(start, amount=terms.amount, unit=terms.unit, keeper=keeper)
    for extension in extensions:
        base = due_after(base, amount=extension.amount, unit=extension.unit, keeper=keeper, later=True)
    clock = keeper.clock
    over = [(pause.since, pause.until) for pause in pauses if pause.until is not None]
    held = sum((clock.between(since, until) for since, until in over), timedelta())
    due = clock.add(base, held) if held else base
    whole = clock.between(start, base)

    def after(amount: timedelta) -> datetime:
        at = clock.add(start, amount)
        for since, until in over:
            if since < at:
                at = clock.add(at, clock.between(since, until))
        return min(at, due)

    at_risk = after(whole * terms.at_risk_percent / 100)
    alarms = sorted(
        Alarm(at=_moment(term, after=after, whole=whole, due=due, keeper=keeper), key=term.key)
        for term in terms.alarms
    )
    return Timing(
        base_due_at=base,
        due_at=due,
        at_risk_at=at_risk,
        whole=whole,
        held=held,
        is_provisional=keeper.is_provisional(due),
        alarms=tuple(alarms),
    )


def due_after(start: datetime, *, amount: int, unit: str, keeper: Keeper, later: bool = False) -> datetime:
    """
    The last moment that is still within ``amount`` of ``unit``.

    Minutes and hours pass on the policy's clock. "Within N days" ends at the last second of the Nth day after the
    day of ``start``, local time; so do working days and months. The first quarter's end is that of the running
    quarter.

    Args:
        later: ``start`` is itself a due time that is put off.
    """
    if unit in {Unit.MINUTE, Unit.HOUR}:
        passed = timedelta(minutes=amount) if unit == Unit.MINUTE else timedelta(hours=amount)
        return keeper.clock.add(start, passed)
    day = keeper.day_of(start)
    if unit in {Unit.DAY, Unit.WORKING_DAY}:
        return keeper.end_of(keeper.days.after(day, amount))
    if unit == Unit.MONTH:
        return keeper.end_of(months_after(day, amount))
    if unit == Unit.QUARTER_END:
        quarters = amount if later else amount - 1
        last_month = date(day.year, (day.month - 1) // 3 * 3 + 3, 1)
        end = keeper.end_of(_last_day(months_after(last_month, 3 * quarters)))
        return end if end > start else keeper.end_of(_last_day(months_after(last_month, 3 * quarters + 3)))
    if later:
        return keeper.end_of(keeper.days.after(day, amount))
    last_of_month = _last_day(day)
    return keeper.end_of(keeper.days.after(last_of_month, amount))


def months_after(day: date, count: int) -> date:
    """The same day ``count`` months later, or the last one of a shorter month."""
    months = day.year * 12 + day.month - 1 + count
    year, month = divmod(months, 12)
    return date(year, month + 1, min(day.day, monthrange(year, month + 1)[1]))


def _last_day(day: date) -> date:
    return day.replace(day=monthrange(day.year, day.month)[1])


def _moment(
    term: AlarmTerm,
    *,
    after: Callable[[timedelta], datetime],
    whole: timedelta,
    due: datetime,
    keeper: Keeper,
) -> datetime:
    if term.kind is AlarmKind.DUE:
        return due
    if term.kind is AlarmKind.AFTER:
        at = keeper.clock.add(due, term.distance)
        return keeper.hours.next_open(at) if keeper.hours else at
    amount = whole * term.percent / 100 if term.kind is AlarmKind.PERCENT else whole - term.distance
    at = after(max(amount, timedelta()))
    moved = keeper.hours.next_open(at) if keeper.hours else at
    # A reminder outside working hours waits for the morning, unless the morning is too late.
    return moved if moved < due else at


def to_come(alarms: Sequence[Alarm], *, after: datetime) -> list[Alarm]:
    """
    The alarms of a new promise, or of one with a new due time.

    Levels that passed before never go off; the moment at which it breaks always does.
    """
    return [alarm for alarm in alarms if alarm.at > after or alarm.key == DUE]


def next_alarm(alarms: Sequence[Alarm], *, after: datetime) -> Alarm | None:
    """The first alarm that lies after ``after``."""
    return next((alarm for alarm in alarms if alarm.at > after), None)


def due_alarms(alarms: Sequence[Alarm], *, since: datetime, now: datetime) -> list[Alarm]:
    """Those that are due, oldest first; the last of them stands for all: after an outage nobody hears the others."""
    return [alarm for alarm in alarms if since <= alarm.at <= now]


def verdict(*, due: datetime, happened_at: datetime) -> Verdict:
    """Decided by when it happened, whenever it was noticed."""
    return Verdict.KEPT if happened_at <= due else Verdict.BROKEN


def counted(*, clock: Clock, start: datetime, until: datetime, pauses: Iterable[Held]) -> timedelta:
    """How much of the clock's time has run from ``start`` to ``until``."""
    ran = clock.between(start, until)
    for pause in pauses:
        since, end = max(pause.since, start), min(pause.until or until, until)
        if since < end:
            ran -= clock.between(since, end)
    return ran
