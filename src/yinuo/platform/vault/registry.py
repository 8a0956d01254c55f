"""
What is sealed, indexed, masked and kept where: told by the rooms, so that the vault can seal anew, index anew and
erase without knowing them.

A room registers in its ``AppConfig.ready``. Models are named as ``app.Model``; a path to the owner may cross
relations (``case__customer_id``).
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any
from uuid import UUID

from yinuo.platform.vault.envelope import Place


@dataclass(frozen=True, kw_only=True)
class SealedColumn:
    """
    A column of envelopes.

    Attributes:
        owner: path to the owner's id.
        place: gives the place of a row from the values of ``place_from``; by default the table, the column and
            the row's own id.
    """

    model: str
    column: str
    owner: str
    place_from: tuple[str, ...]
    place: Callable[..., Place] | None


@dataclass(frozen=True, kw_only=True)
class IndexEntry:
    """
    One thing by which an owner is found.

    Attributes:
        row: the other columns of its index row, such as ``{"detail_id": …, "customer_id": …}``.
        value: canonical, as given to ``index_digests``.
    """

    owner: UUID
    field: str
    value: str
    row: Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Index:
    """
    A table of index rows: one for each thing indexed and version of the index key.

    Attributes:
        entries: everything that is indexed for the owners given, in clear; see ``register_index``.
    """

    model: str
    owner: str
    field_column: str
    version_column: str
    digest_column: str
    entries: Callable[[Sequence[UUID]], Iterable[IndexEntry]]


@dataclass(frozen=True, kw_only=True)
class Mask:
    """Columns that show a part of a value in clear, and are emptied with it."""

    model: str
    owner: str
    columns: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class Kept:
    """
    Something of an owner that the law wants kept.

    Attributes:
        rule: a code of ``data/retention.json``.
        since: when its time began to run; None while it has not begun (the relation lasts, the case is open).
        what: a reference fit to show, such as a case number; never personal data.
    """

    rule: str
    since: datetime | date | None
    what: str = ""


sealed_columns: dict[tuple[str, str], SealedColumn] = {}
indexes: dict[str, Index] = {}
masks: dict[str, Mask] = {}
retentions: dict[str, Callable[[UUID], Iterable[Kept]]] = {}


def register_sealed_column(
    *,
    model: str,
    owner: str,
    column: str = "sealed",
    place_from: tuple[str, ...] = ("pk",),
    place: Callable[..., Place] | None = None,
) -> None:
    """
    Say that ``column`` of ``model`` holds envelopes of ``owner``.

    Every sealed column must be registered: a rotation destroys old data keys once it has sealed anew what is
    registered. Without ``place`` the room must have sealed in ``Place(table=<db_table>, column=column, row=pk)``.
    """
    sealed_columns[model, column] = SealedColumn(
        model=model, column=column, owner=owner, place_from=place_from, place=place
    )


def register_index(
    *,
    model: str,
    owner: str,
    entries: Callable[[Sequence[UUID]], Iterable[IndexEntry]],
    field_column: str = "field",
    version_column: str = "version",
    digest_column: str = "digest",
) -> None:
    """
    Say that ``model`` is a table of index rows.

    A rotation calls ``entries`` with some owners, inside a transaction, and inserts for each entry the rows of
    all current versions that are missing (``ON CONFLICT DO NOTHING``): the table needs a unique constraint
    over what is indexed, field and version. ``entries`` must lock the rows that it reads
    (``select_for_update(no_key=True)``), so that none changes before its index row is there. An erasure deletes
    the owner's rows.
    """
    indexes[model] = Index(
        model=model,
        owner=owner,
        field_column=field_column,
        version_column=version_column,
        digest_column=digest_column,
        entries=entries,
    )


def register_mask(*, model: str, owner: str, columns: Iterable[str]) -> None:
    """Say that these text columns of ``model`` show parts of sealed values; an erasure empties them."""
    masks[model] = Mask(model=model, owner=owner, columns=tuple(columns))


def register_retention(name: str, kept: Callable[[UUID], Iterable[Kept]]) -> None:
    """Let a room say what the law wants kept of an owner; an erasure asks before it destroys."""
    retentions[name] = kept
