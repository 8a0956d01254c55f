"""Read tables that people bring: CSV in UTF-8 or GB18030, and Excel; every cell as text."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.tables.columns import Columns

LARGEST_CELL = (
    16 * 1024 * 1024
)  # characters: one that is too long is refused with its line, not with the file
SIGNATURES = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "xls"}


class CannotReadFile(DomainError):
    """The file is no table that can be read."""

    code = "table.cannot_read"


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of the file: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, str]


def form_of(content: bytes) -> str:
    """What kind of file it is, by its first bytes and not by its name: ``csv``, ``xlsx`` or ``xls``."""
    return SIGNATURES.get(content[:4], "csv")


def read_lines(content: bytes, *, columns: Columns) -> Iterator[Line]:
    """
    The rows below the heads, empty ones left out.

    Raises:
        CannotReadFile: it is neither a table in a known form nor has the columns that are needed.
    """
    rows = _spreadsheet(content) if form_of(content) != "csv" else _csv(_decoded(content))
    heads = next(rows, None)
    places = columns.places(heads or ())
    lacking = columns.missing(places)
    if lacking:
        raise CannotReadFile(
            _("The first row must hold the heads; these are missing: %(heads)s.")
            % {"heads": "、".join(lacking)}
        )
    try:
        for number, row in enumerate(rows, start=2):
            cells = {column: row[place].strip() for column, place in places.items() if place < len(row)}
            if any(cells.values()):
                yield Line(number=number, cells=cells)
    except csv.Error:
        raise CannotReadFile(_("The file is damaged: a row cannot be told from the next.")) from None


def _decoded(content: bytes) -> str:
    if b"\x00" in content[:4096]:
        raise CannotReadFile(_("This is neither CSV nor an Excel file."))
    for encoding in ("utf-8-sig", "gb18030"):
        try:
            return content.decode(encoding)
        except UnicodeDecodeError:
            continue
    raise CannotReadFile(_("The text is neither UTF-8 nor GB18030; save the file as CSV in UTF-8."))


def _csv(text: str) -> Iterator[Sequence[str]]:
    csv.field_size_limit(LARGEST_CELL)
    head = text[: text.find("\n")] if "\n" in text else text
    delimiter = max((",", ";", "\t"), key=head.count)
    return csv.reader(io.StringIO(text, newline=""), delimiter=delimiter)


def _spreadsheet(content: bytes) -> Iterator[Sequence[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheet = workbook.get_sheet_by_index(0)
        rows = sheet.to_python(skip_empty_area=False)
    except (CalamineError, OSError, ValueError, IndexError):
        raise CannotReadFile(
            _("This Excel file cannot be opened; save it again, or as CSV in UTF-8.")
        ) from None
    return ([_text(cell) for cell in row] for row in rows)


def _text(cell: object) -> str:
    if isinstance(cell, float):
        # Excel keeps all numbers as floats; a number without a fraction is a number that somebody typed.
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return str(cell)
