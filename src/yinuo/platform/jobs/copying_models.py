"""
Rows of a model by COPY, from one that stands for all of them.

What is the same in every row is made once; a column that a model gets later comes along by its default, so that
nobody who copies has to know of it.
"""

from __future__ import annotations

import json
import struct
from collections.abc import Callable, Iterable, Sequence
from typing import Any
from uuid import UUID

from django.contrib.postgres.fields import ArrayField
from django.db.models import Field, ForeignKey, Model, UUIDField
from django.db.models.expressions import DatabaseDefault

from yinuo.platform.jobs.copying import (
    NO_TEXTS,
    bytes_cell,
    copy_rows,
    date_cell,
    integer_cell,
    moment_cell,
    row_of,
    small_cell,
    text_cell,
    uuid_cell,
)

_NOTHING = b"\xff\xff\xff\xff"
_VARCHAR, _UUID = 1043, 2950
_BOOLEANS = {False: b"\x00\x00\x00\x01\x00", True: b"\x00\x00\x00\x01\x01"}


def _texts_cell(values: Sequence[str]) -> bytes:
    if not values:
        return NO_TEXTS
    head = struct.pack(">iiiii", 1, 0, _VARCHAR, len(values), 1)
    return bytes_cell(head + b"".join(text_cell(value) for value in values))


def _uuids_cell(values: Sequence[UUID]) -> bytes:
    if not values:
        return bytes_cell(struct.pack(">iii", 0, 0, _UUID))
    head = struct.pack(">iiiii", 1, 0, _UUID, len(values), 1)
    return bytes_cell(head + b"".join(uuid_cell(value) for value in values))


def _json_cell(value: object) -> bytes:
    return bytes_cell(b"\x01" + json.dumps(value, ensure_ascii=False).encode())


_CELLS: dict[str, Callable[[Any], bytes]] = {
    "UUIDField": uuid_cell,
    "CharField": text_cell,
    "TextField": text_cell,
    "DateTimeField": moment_cell,
    "DateField": date_cell,
    "BinaryField": bytes_cell,
    "BooleanField": _BOOLEANS.__getitem__,
    "SmallIntegerField": small_cell,
    "PositiveSmallIntegerField": small_cell,
    "IntegerField": integer_cell,
    "PositiveIntegerField": integer_cell,
    "JSONField": _json_cell,
}


class RowForm:
    """How the rows of a model are copied that differ from ``prototype`` in ``varying`` alone."""

    def __init__(self, prototype: Model, *, varying: Sequence[str]) -> None:
        """
        Args:
            prototype: a row that is not stored; its other values are those of every row.
            varying: names of columns as attributes, such as ``customer_id``, in the order that ``row`` takes them.
        """
        meta = prototype._meta
        fields = {field.attname: field for field in meta.concrete_fields}
        # What the database fills in by itself is left to it.
        same = [
            name
            for name in fields
            if name not in set(varying) and not isinstance(getattr(prototype, name), DatabaseDefault)
        ]
        columns = ", ".join(str(fields[name].column) for name in (*same, *varying))
        self._into = f"{meta.db_table} ({columns})"
        self._cells = [_cell_of(fields[name]) for name in varying]
        self._same = row_of(len(same) + len(varying)) + b"".join(
            _NOTHING if (value := getattr(prototype, name)) is None else _cell_of(fields[name])(value)
            for name in same
        )

    def begin(self, *values: Any) -> bytes:
        """The first of the values, for rows that share them."""
        return self._written(self._cells[: len(values)], values)

    def row(self, *values: Any, begun: tuple[int, bytes] = (0, b"")) -> bytes:
        """One row; ``begun`` is how many of its values were written by ``begin``, and what that gave."""
        count, first = begun
        return self._same + first + self._written(self._cells[count:], values)

    @staticmethod
    def _written(cells: Sequence[Callable[[Any], bytes]], values: Sequence[Any]) -> bytes:
        return b"".join(
            [_NOTHING if value is None else cell(value) for cell, value in zip(cells, values, strict=True)]
        )

    def store(self, rows: Iterable[bytes]) -> None:
        """
        Store rows as part of the open transaction.

        Raises:
            NoTransaction: there is no write that they could be part of.
        """
        copy_rows(into=self._into, rows=rows)


def _cell_of(field: Field[Any, Any]) -> Callable[[Any], bytes]:
    if isinstance(field, ForeignKey):
        return _cell_of(field.target_field)
    if isinstance(field, ArrayField):
        return _uuids_cell if isinstance(field.base_field, UUIDField) else _texts_cell
    return _CELLS[field.get_internal_type()]
