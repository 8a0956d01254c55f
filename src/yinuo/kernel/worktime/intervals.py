"""Half-open intervals of whole numbers, in order and apart."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

Interval = tuple[int, int]


def merged(intervals: Iterable[Interval]) -> list[Interval]:
    """The union: in order, neither touching nor overlapping."""
    found: list[Interval] = []
    for start, end in sorted(intervals):
        if found and start <= found[-1][1]:
            if end > found[-1][1]:
                found[-1] = (found[-1][0], end)
        elif start < end:
            found.append((start, end))
    return found


def without(intervals: Sequence[Interval], taken: Sequence[Interval]) -> list[Interval]:
    """What is left of ``intervals`` when ``taken`` is cut out; both merged."""
    found: list[Interval] = []
    at = 0
    for start, end in intervals:
        here = start
        while at < len(taken) and taken[at][1] <= here:
            at += 1
        place = at
        while place < len(taken) and taken[place][0] < end:
            if taken[place][0] > here:
                found.append((here, taken[place][0]))
            here = max(here, taken[place][1])
            place += 1
        if here < end:
            found.append((here, end))
    return found


def clipped(intervals: Iterable[Interval], start: int, end: int) -> list[Interval]:
    """The parts of ``intervals`` between ``start`` and ``end``."""
    return [(max(a, start), min(b, end)) for a, b in intervals if a < end and b > start]
