"""When a promise is due, when it warns, and what its verdict is: pure arithmetic on instants."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, time, timedelta
from enum import Enum
from zoneinfo import ZoneInfo

AT_DUE = 100


class Verdict(Enum):
    KEPT = "KEPT"
    BROKEN = "BROKEN"


@dataclass(frozen=True, kw_only=True, order=True)
class Alarm:
    """A warning at ``level`` percent of the time; 100 is the moment at which the promise breaks."""

    at: datetime
    level: int


def due_at(*, start: datetime, amount: int, unit: str, zone: ZoneInfo) -> datetime:
    """
    The last moment that still keeps the promise.

    Minutes and hours pass as they pass. "Within N days" ends at the last second of the Nth day after the day
    of receipt, local time.

    Args:
        start: when the time begins (aware).
        unit: ``MINUTE``, ``HOUR`` or ``DAY``.
        zone: whose days are counted.
    """
    if unit == "DAY":
        day = start.astimezone(zone).date() + timedelta(days=amount)
        return datetime.combine(day, time(23, 59, 59), zone)
    return start + (timedelta(minutes=amount) if unit == "MINUTE" else timedelta(hours=amount))


def share_of(*, start: datetime, due: datetime, percent: int) -> datetime:
    """The moment at which ``percent`` of the time has passed."""
    return start + (due - start) * percent / 100


def alarms(*, start: datetime, due: datetime, percents: Iterable[int]) -> list[Alarm]:
    """Every alarm of a promise, oldest first, the one at due always among them."""
    levels = sorted({*percents, AT_DUE})
    return [Alarm(at=share_of(start=start, due=due, percent=level), level=level) for level in levels]


def next_alarm(listed: list[Alarm], *, after: datetime) -> Alarm | None:
    """The first alarm that lies after ``after``."""
    return next((alarm for alarm in listed if alarm.at > after), None)


def highest_due(listed: list[Alarm], *, now: datetime) -> Alarm | None:
    """The alarm that stands for all that are due: after an outage only the highest level goes off."""
    return next((alarm for alarm in reversed(listed) if alarm.at <= now), None)


def verdict(*, due: datetime, happened_at: datetime) -> Verdict:
    """Decided by when it happened, whenever it was noticed."""
    return Verdict.KEPT if happened_at <= due else Verdict.BROKEN
