"""A slow model of a promise, written from the rules alone: it shares no line with the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Model:
    """
    One promise of so many hours, as a clerk with pencil and paper would keep it.

    Attributes:
        closed: times that do not count, oldest first; none of them in natural time.
        shares: hours after the start (in running time) at which each warning goes off, by key.
        after: hours after the due time, by key.
    """

    start: datetime
    give: float
    shares: dict[str, float]
    after: dict[str, float]
    pauses: list[tuple[datetime, datetime | None]] = field(default_factory=list)
    settled_at: datetime | None = None
    withdrawn: bool = False
    closed: list[tuple[datetime, datetime]] = field(default_factory=list)

    def due(self) -> datetime:
        """The given time counted off, with what every ended pause held of it put behind it."""
        held = sum((self._open(since, until) for since, until in self.pauses if until), timedelta())
        return self._count_off(timedelta(hours=self.give) + held)

    def _open(self, since: datetime, until: datetime) -> timedelta:
        shut = (min(until, end) - max(since, begin) for begin, end in self.closed)
        return until - since - sum((one for one in shut if one > timedelta()), timedelta())

    def _count_off(self, left: timedelta) -> datetime:
        at = self.start
        for begin, end in self.closed:
            if end <= at:
                continue
            if at + left <= begin:
                break
            left -= max(begin - at, timedelta())
            at = end
        return at + left

    def is_paused(self) -> bool:
        return bool(self.pauses) and self.pauses[-1][1] is None

    def state(self, now: datetime) -> str:
        if self.withdrawn:
            return "WITHDRAWN"
        if self.settled_at is not None:
            in_time = self.is_paused() or self.settled_at <= self.due()
            return "KEPT" if in_time else "BROKEN"
        if self.is_paused():
            return "PAUSED"
        return "BROKEN" if now > self.due() else "RUNNING"
