"""
Working time by counting seconds, one after the other: slow, obvious, and sharing no code with what it judges.

It reads the clock on the wall at each second and looks it up in plain tables.
"""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

SECOND = timedelta(seconds=1)


def hours(texts: list[str]) -> list[tuple[int, int]]:
    """``22:00-06:00`` as seconds of its day, the end possibly on the next."""
    found = []
    for text in texts:
        (a, b), (c, d) = (map(int, part.split(":")) for part in text.split("-"))
        start, end = a * 3600 + b * 60, c * 3600 + d * 60
        found.append((start, end if end > start else end + 86_400))
    return found


class Oracle:
    """Judges one calendar, given as plain data."""

    def __init__(self, data: dict[str, Any]) -> None:
        self.zone = ZoneInfo(data["zone"])
        self.data = data
        self.days: dict[date, list[tuple[int, int]]] = {}

    def of(self, day: date) -> list[tuple[int, int]]:
        """The hours that begin on a day, before any are taken away."""
        if day not in self.days:
            name = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")[day.weekday()]
            spans = hours(self.data["week"].get(name, []))
            listed = [one for one in self.data.get("exceptions", []) if one["date"] == day.isoformat()]
            for one in listed:
                if one["kind"] in ("HOLIDAY", "MAKEUP", "HOURS"):
                    spans = hours(one.get("hours", []))
            for one in listed:
                if one["kind"] == "EXTRA":
                    spans = spans + hours(one["hours"])
            self.days[day] = spans
        return self.days[day]

    def taken(self, day: date) -> list[tuple[int, int]]:
        """The hours that are taken away, as they begin on a day."""
        return [
            span
            for one in self.data.get("exceptions", [])
            if one["date"] == day.isoformat() and one["kind"] == "TAKEN"
            for span in hours(one["hours"])
        ]

    def is_open(self, moment: datetime) -> bool:
        """Whether the wall shows an open time."""
        wall = moment.astimezone(self.zone)
        today, seconds = wall.date(), wall.hour * 3600 + wall.minute * 60 + wall.second
        before = today - timedelta(days=1)

        def holds(found: Any) -> bool:
            return any(a <= seconds < b for a, b in found(today)) or any(
                a <= seconds + 86_400 < b for a, b in found(before)
            )

        return holds(self.of) and not holds(self.taken)

    def between(self, start: datetime, end: datetime, pauses: list[tuple[datetime, datetime]]) -> int:
        """Open seconds."""
        here, found = start, 0
        while here < end:
            found += self.is_open(here) and not any(a <= here < b for a, b in pauses)
            here += SECOND
        return found

    def add(
        self, start: datetime, seconds: int, pauses: list[tuple[datetime, datetime]], horizon: datetime
    ) -> datetime | None:
        """When that many open seconds have passed, or None where that lies beyond ``horizon``."""
        here, left = start, seconds
        while left and here < horizon:
            left -= self.is_open(here) and not any(a <= here < b for a, b in pauses)
            here += SECOND
        return None if left else here

    def last_second(self, day: date) -> datetime:
        """The last second at which the wall shows ``day``."""
        here = datetime(day.year, day.month, day.day, tzinfo=UTC) + timedelta(hours=40)
        while here.astimezone(self.zone).date() > day:
            here -= SECOND
        return here
