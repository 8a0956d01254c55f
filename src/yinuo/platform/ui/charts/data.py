"""What charts show, before it is drawn."""

from __future__ import annotations

import math
from collections.abc import Sequence
from dataclasses import dataclass

from django.utils.formats import number_format

# What may colour a mark: a place in the series, or a meaning.
COLOURS = frozenset({"1", "2", "3", "4", "5", "6", "good", "warn", "bad", "quiet"})


@dataclass(frozen=True, kw_only=True)
class Measure:
    """
    How values are said.

    Attributes:
        decimals: digits after the point.
        suffix: such as "%" or " min".
    """

    decimals: int = 0
    suffix: str = ""

    @property
    def finest(self) -> float:
        """The smallest difference that can be said."""
        return float(10.0**-self.decimals)

    def roughly(self, values: Sequence[float]) -> Measure:
        """This measure with no more digits than ``values`` need: for scales."""
        needed = 0 if all(float(value).is_integer() for value in values) else self.decimals
        return Measure(decimals=needed, suffix=self.suffix)

    def say(self, value: float | None) -> str:
        """``value`` in the reader's language; a dash for what is not known."""
        if value is None:
            return "—"
        return number_format(value, decimal_pos=self.decimals, force_grouping=True) + self.suffix


# No scale is finer: below it, sums of steps are noise.
SMALLEST = 1e-6
# Whole numbers that need no unit.
PLAIN = Measure()


@dataclass(frozen=True, kw_only=True)
class Mark:
    """
    One value with its name.

    Attributes:
        value: None where nothing was measured; that leaves a gap, it is not zero.
        href: the records behind the value; empty for none.
        colour: one of ``COLOURS`` for this mark alone; empty for the series' own.
    """

    label: str
    value: float | None
    href: str = ""
    colour: str = ""


@dataclass(frozen=True, kw_only=True)
class Series:
    """Values under one name; all series of a chart have the same labels in the same order."""

    name: str
    marks: Sequence[Mark]
    colour: str = ""


@dataclass(frozen=True, kw_only=True)
class Target:
    """A line to reach, such as 95 %."""

    value: float
    label: str


def colour_of(*wanted: str, place: int) -> str:
    """The first colour asked for, or the one of the series' place (0 is the first)."""
    return next((colour for colour in wanted if colour in COLOURS), str(place % 6 + 1))


def nice_ticks(*, low: float, high: float, finest: float = 0.0, count: int = 4) -> list[float]:
    """
    Round values from at most ``low`` to at least ``high``, about ``count`` of them.

    Args:
        finest: no step is smaller, such as 1 for what is counted.
    """
    span = high - low or abs(high) or 1.0
    raw = max(span / count, finest, SMALLEST)
    magnitude = 10.0 ** math.floor(math.log10(raw))
    step = next(factor * magnitude for factor in (1, 2, 2.5, 5, 10) if factor * magnitude >= raw * 0.999)
    first, last = math.floor(low / step + 1e-9), math.ceil(high / step - 1e-9)
    return [round(index * step, 10) for index in range(first, max(last, first + 1) + 1)]
