"""Read files of customers."""

from __future__ import annotations

from collections.abc import Iterator

from yinuo.core.customers.importing.columns import COLUMNS
from yinuo.platform.tables.public import CannotReadFile, Line, Readable, form_of
from yinuo.platform.tables.public import read_lines as read_table

__all__ = ["CannotReadFile", "Line", "form_of", "read_lines"]


def read_lines(content: bytes | Readable) -> Iterator[Line]:
    """
    The rows below the heads, empty ones left out.

    Raises:
        CannotReadFile: it is neither a table in a known form nor has the columns that are needed.
    """
    return read_table(content, columns=COLUMNS)
