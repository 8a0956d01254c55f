"""A slow model of a promise in natural time, written from the rules alone: it shares no line with the engine."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime, timedelta


@dataclass
class Model:
    """
    One promise of so many hours, as a clerk with pencil and paper would keep it.

    Attributes:
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

    def due(self) -> datetime:
        """Hour by hour: the given time, with every ended pause put behind it."""
        held = sum(((until - since) for since, until in self.pauses if until), timedelta())
        return self.start + timedelta(hours=self.give) + held

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
