"""Hours of a day, as the clock on the wall reads them."""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from itertools import pairwise

from yinuo.kernel.worktime.errors import CannotUseCalendar

DAY = 86_400
LONGEST_NIGHT = 43_200
_CLOCK = re.compile(r"(\d{1,2}):([0-5]\d)(?::([0-5]\d))?")


@dataclass(frozen=True, order=True)
class Span:
    """
    Half-open hours that begin on one day: seconds since its midnight.

    A night shift ends on the next day: 22:00 to 06:00 is ``Span(79200, 108000)``.
    """

    start: int
    end: int

    def __str__(self) -> str:
        return f"{clock(self.start)}-{clock(self.end if self.end <= DAY else self.end - DAY)}"


def clock(seconds: int) -> str:
    """Seconds since midnight as people write them: ``09:00``, with seconds only where there are some."""
    hours, rest = divmod(seconds, 3600)
    minutes, left = divmod(rest, 60)
    return f"{hours:02}:{minutes:02}" + (f":{left:02}" if left else "")


def span_of(text: str, *, field: str) -> Span:
    """
    Read hours such as ``09:00-17:30``; an end that is not after its start lies on the next day.

    Raises:
        CannotUseCalendar: these are no hours, or they are empty.
    """
    parts = [part.strip() for part in re.split(r"[-–—~至]", text.strip())]
    found = [_CLOCK.fullmatch(part) for part in parts]
    if len(parts) != 2 or not found[0] or not found[1]:
        raise CannotUseCalendar(
            field=field, problem="no_hours", value=text, sentence="write hours as 09:00-17:30."
        )
    start, end = (int(m[1]) * 3600 + int(m[2]) * 60 + int(m[3] or 0) for m in found if m)
    if end == 0:
        end = DAY
    if start < DAY and end < start:
        end += DAY
    checked(start, end, field=field, value=text)
    return Span(start, end)


def checked(start: int, end: int, *, field: str, value: str = "") -> None:
    """Raises: CannotUseCalendar: the hours are reversed, empty, or a night longer than twelve hours."""
    longest = DAY if end <= DAY else LONGEST_NIGHT  # 17:30-09:00 is a slip rather than a night shift
    if not (0 <= start < DAY and start < end <= start + longest):
        raise CannotUseCalendar(
            field=field,
            problem="reversed_hours",
            value=value or f"{start}-{end}",
            sentence="hours end after they begin; a night shift lasts twelve hours at most.",
        )


def without_overlaps(spans: Iterable[Span], *, field: str) -> tuple[Span, ...]:
    """The spans in order. Raises: CannotUseCalendar: two of them overlap, or one is reversed."""
    ordered = sorted(spans)
    for span in ordered:
        checked(span.start, span.end, field=field)
    for before, after in pairwise(ordered):
        if after.start < before.end:
            raise overlap(field, before, after)
    return tuple(ordered)


def overlap(field: str, before: Span, after: Span) -> CannotUseCalendar:
    """The refusal of two spans that overlap."""
    return CannotUseCalendar(
        field=field,
        problem="overlapping_hours",
        value=f"{before}, {after}",
        sentence=f"the hours {before} and {after} overlap; join them, or correct one.",
    )
