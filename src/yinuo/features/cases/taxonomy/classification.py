"""
How cases are classified: the tree of JR/T 0169-2018 and the institution's own dimensions, as data.

A is the channel of the business, B its category, C the cause; W what the customer demands, X the source, Y the level,
Z what makes a matter sensitive. The codes that the house comes with are our numbering; the names are the standard's.
Official codes, or a classification of one's own, are taken over as editions.
"""

from __future__ import annotations

from collections.abc import Iterable

from yinuo.features.cases.taxonomy.editions import current, ever, of_dimension
from yinuo.features.cases.taxonomy.tree import Entry

__all__ = [
    "CATEGORY",
    "CAUSE",
    "CHANNEL",
    "DEMAND",
    "LEVEL",
    "LEVELS",
    "SENSITIVITY",
    "Entry",
    "codes_below",
    "current",
    "entries",
    "entry_of",
    "full_name_of",
    "is_code",
    "name_of",
    "names",
    "names_of_codes",
]

CHANNEL, CATEGORY, CAUSE, DEMAND, LEVEL, SENSITIVITY = "A", "B", "C", "W", "Y", "Z"
LEVELS = {"Y01": "ORDINARY", "Y02": "COMPLEX", "Y03": "MAJOR"}


def entries(dimension: str) -> tuple[Entry, ...]:
    """Every entry in force of a dimension, as one walks the tree."""
    return of_dimension(dimension)


def entry_of(code: str) -> Entry | None:
    """The entry of a code, of whichever edition had it last; or None."""
    return current().get(code) or ever().get(code)


def name_of(code: str) -> str:
    """The name of a code in the language of the reader; empty for none."""
    entry = entry_of(code)
    return entry.name if entry else ""


def full_name_of(code: str) -> str:
    """The name of a code with what it lies under; empty for none."""
    entry = entry_of(code)
    return entry.full_name if entry else ""


def is_code(code: str, *, dimension: str) -> bool:
    """Whether a code in force belongs to a dimension."""
    entry = current().get(code)
    return entry is not None and entry.dimension == dimension


def codes_below(code: str) -> list[str]:
    """The code, those below it, and those of earlier editions that they replace: what past cases may have."""
    below = [entry for entry in current().values() if code in entry.path]
    return [one for entry in below for one in (entry.code, *entry.replaces)]


def names(dimension: str) -> dict[str, str]:
    """Every name of a dimension by its code, in the language of the reader."""
    return {entry.code: entry.name for entry in entries(dimension)}


def names_of_codes(codes: Iterable[str]) -> str:
    """Several names in one line."""
    return "、".join(name for code in codes if (name := name_of(code)))
