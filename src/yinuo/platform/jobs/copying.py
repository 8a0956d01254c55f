"""
Rows the fastest way that PostgreSQL takes them: COPY in its binary form, whose cells need no parsing.

A row is its number of cells and then the cells, each with its length before it (PostgreSQL manual, COPY, "Binary
Format"). Whoever writes millions of them makes what repeats once and adds the bytes up.
"""

from __future__ import annotations

import struct
from collections.abc import Iterable
from datetime import UTC, date, datetime
from uuid import UUID

from django.db import connection

from yinuo.platform.jobs.transactions import require_transaction

_HEAD = b"PGCOPY\n\xff\r\n\x00" + bytes(8)
_END = b"\xff\xff"
_FIRST_DAY = date(2000, 1, 1)
_FIRST_MOMENT = datetime(2000, 1, 1, tzinfo=UTC)
_VARCHAR = 1043  # the number of the type in every PostgreSQL
NO_TEXTS = struct.pack(">iiii", 12, 0, 0, _VARCHAR)  # the cell of an empty list of texts


def row_of(cells: int) -> bytes:
    """How a row of so many cells begins."""
    return struct.pack(">h", cells)


def bytes_cell(value: bytes) -> bytes:
    """Bytes as a cell."""
    return len(value).to_bytes(4, "big") + value


def text_cell(value: str) -> bytes:
    """A text as a cell."""
    return bytes_cell(value.encode())


def uuid_cell(value: UUID) -> bytes:
    """An id as a cell."""
    return b"\x00\x00\x00\x10" + value.bytes


def small_cell(value: int) -> bytes:
    """A number as a cell of a column of two bytes."""
    return struct.pack(">ih", 2, value)


def integer_cell(value: int) -> bytes:
    """A number as a cell of a column of four bytes."""
    return struct.pack(">ii", 4, value)


def date_cell(value: date) -> bytes:
    """A day as a cell."""
    return integer_cell((value - _FIRST_DAY).days)


def moment_cell(value: datetime) -> bytes:
    """A moment (aware) as a cell."""
    since = value - _FIRST_MOMENT
    return struct.pack(">iq", 8, (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds)


def copy_rows(*, into: str, rows: Iterable[bytes]) -> None:
    """
    Store rows as part of the open transaction.

    Args:
        into: table and columns: ``customers_customer (id, kind)``; never made of what somebody typed.
        rows: ``row_of`` their number of cells, and the cells.

    Raises:
        NoTransaction: there is no write that the rows could be part of.
        IntegrityError: a row breaks a constraint.
    """
    require_transaction("copy")
    with (
        connection.wrap_database_errors,  # COPY ends where no cursor would translate what it says
        connection.cursor() as cursor,
        cursor.copy(f"COPY {into} FROM STDIN (FORMAT binary)") as copy,
    ):
        copy.write(b"".join((_HEAD, *rows, _END)))
