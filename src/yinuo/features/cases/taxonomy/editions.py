"""
The editions, kept in memory: none ever changes, and a new one is noticed within seconds by every process.

Past cases keep the codes that they were given; what a code meant stays readable in the edition that had it.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from pathlib import Path
from time import monotonic
from uuid import UUID

from django.db.models.functions import Now

from yinuo.features.cases.models import TaxonomyEdition
from yinuo.features.cases.taxonomy.tree import Entry, Row, row_of, tree_of

_FILE = Path(__file__).resolve().parent.parent / "data" / "taxonomy.csv"
EVERY = 10.0  # seconds after which a process looks for a new edition


@dataclass(frozen=True, kw_only=True)
class EditionRow:
    """
    An edition as its page lists it; number 0 is what the house comes with.

    Attributes:
        dimensions: the letters of those that it holds.
        valid_from: None for what the house comes with.
    """

    number: int
    valid_from: datetime | None
    dimensions: tuple[str, ...]
    count: int


@dataclass(frozen=True, kw_only=True)
class _Known:
    editions: tuple[UUID, ...]
    current: dict[str, Entry]
    ever: dict[str, Entry]
    by_dimension: dict[str, tuple[Entry, ...]]


class _Memory:
    """What this process has read, and when."""

    known: _Known | None = None
    read_at: float = float("-inf")


@cache
def built_in() -> tuple[Row, ...]:
    """The rows of the classification that comes with the house."""
    with _FILE.open(encoding="utf-8", newline="") as file:
        return tuple(
            Row(dimension=row["code"][0], code=row["code"], parent=row["parent"], zh=row["zh"], en=row["en"])
            for row in csv.DictReader(file)
        )


def current() -> dict[str, Entry]:
    """The entries in force, by code."""
    return _known().current


def ever() -> dict[str, Entry]:
    """Every entry that there is or was, by code; of several with one code the newest."""
    return _known().ever


def of_dimension(dimension: str) -> tuple[Entry, ...]:
    """The entries in force of a dimension, as one walks the tree; none for a letter that there is not."""
    return _known().by_dimension.get(dimension, ())


def forget() -> None:
    """Look for editions anew at the next question."""
    _Memory.read_at = float("-inf")


def keep_built_in() -> None:
    """Know nothing but what the house comes with, and do not ask; for whatever runs without a database."""
    _Memory.known, _Memory.read_at = _of({}), float("inf")


def edition_rows() -> tuple[EditionRow, ...]:
    """All editions, those to come last."""
    kept = [
        EditionRow(
            number=one.number,
            valid_from=one.valid_from,
            dimensions=_dimensions(map(row_of, one.entries)),
            count=len(one.entries),
        )
        for one in TaxonomyEdition.objects.all()
    ]
    rows = built_in()
    first = EditionRow(number=0, valid_from=None, dimensions=_dimensions(rows), count=len(rows))
    return (first, *kept)


def rows_with(edition: Iterable[Row], *, before: Iterable[Row]) -> tuple[Row, ...]:
    """What is in force once an edition is: its dimensions whole, all others as they were."""
    new = tuple(edition)
    held = {row.dimension for row in new}
    return tuple(sorted((*(row for row in before if row.dimension not in held), *new), key=_dimension))


def _known() -> _Known:
    known = _Memory.known
    if known is None or monotonic() - _Memory.read_at > EVERY:
        valid = TaxonomyEdition.objects.filter(valid_from__lte=Now()).order_by("valid_from")
        if known is None or known.editions != tuple(valid.values_list("pk", flat=True)):
            known = _of({one.pk: tuple(map(row_of, one.entries)) for one in valid})
        _Memory.known, _Memory.read_at = known, monotonic()
    return known


def _of(editions: dict[UUID, tuple[Row, ...]]) -> _Known:
    rows, every = built_in(), tree_of(built_in())
    for edition in editions.values():
        rows = rows_with(edition, before=rows)
        every |= tree_of(edition)
    in_force = tree_of(rows)
    return _Known(
        editions=tuple(editions),
        current=in_force,
        ever=every,
        by_dimension={
            letter: tuple(one for one in in_force.values() if one.dimension == letter)
            for letter in _dimensions(rows)
        },
    )


def _dimensions(rows: Iterable[Row]) -> tuple[str, ...]:
    return tuple(sorted({row.dimension for row in rows}))


def _dimension(row: Row) -> str:
    return row.dimension
