"""Read tables that people bring: CSV in UTF-8 or GB18030, and Excel; every cell as text, row by row."""

from __future__ import annotations

import codecs
import csv
import io
import zipfile
import zlib
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from hashlib import sha256
from typing import BinaryIO, Protocol

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.tables.columns import Columns

LARGEST_CELL = (
    16 * 1024 * 1024
)  # characters: one that is too long is refused with its line, not with the file
LARGEST_WORKBOOK = 20 * 10**6  # bytes: a workbook is read whole
LARGEST_UNPACKED = 400 * 10**6  # bytes
SIGNATURES = {b"PK\x03\x04": "xlsx", b"\xd0\xcf\x11\xe0": "xls"}
_PIECE = 2**20  # bytes
# What unpacking answers to a damaged file, an unknown packing and a locked one.
_UNZIPPING = (zipfile.BadZipFile, zlib.error, RuntimeError)
_FIRST_LINE = 2**16  # characters


class CannotReadFile(DomainError):
    """The file is no table that can be read."""

    code = "table.cannot_read"


class Readable(Protocol):
    """A file that can be read from its beginning, more than once; ``digest`` is its SHA-256 in hexadecimal."""

    @property
    def size(self) -> int: ...

    @property
    def digest(self) -> str: ...

    def open(self) -> BinaryIO: ...


class InMemory:
    """A file that is in memory whole."""

    def __init__(self, content: bytes) -> None:
        self._content, self.size, self.digest = content, len(content), sha256(content).hexdigest()

    def open(self) -> BinaryIO:
        """A fresh reader."""
        return io.BytesIO(self._content)


@dataclass(frozen=True, kw_only=True)
class Line:
    """One row of the file: its number as a spreadsheet shows it, and its cells by column."""

    number: int
    cells: dict[str, str]


def form_of(content: bytes) -> str:
    """What kind of file it is, by its first bytes and not by its name: ``csv``, ``xlsx`` or ``xls``."""
    return SIGNATURES.get(content[:4], "csv")


def readable(content: bytes | Readable) -> Readable:
    """The same as something that can be read."""
    return InMemory(content) if isinstance(content, bytes) else content


def read_lines(content: bytes | Readable, *, columns: Columns) -> Iterator[Line]:
    """
    The rows below the heads, empty ones left out.

    Raises:
        CannotReadFile: it is neither a table in a known form nor has the columns that are needed.
    """
    file = readable(content)
    with file.open() as opened:
        head = opened.read(4096)
    try:
        rows = _csv(file, head) if form_of(head) == "csv" else _spreadsheet(file)
        heads = next(rows, None)
        places = columns.places(heads or ())
        lacking = columns.missing(places)
        if lacking:
            raise CannotReadFile(
                _("The first row must hold the heads; these are missing: %(heads)s.")
                % {"heads": "、".join(lacking)}
            )
        for number, row in enumerate(rows, start=2):
            cells = {column: row[place].strip() for column, place in places.items() if place < len(row)}
            if any(cells.values()):
                yield Line(number=number, cells=cells)
    except csv.Error:
        raise CannotReadFile(_("The file is damaged: a row cannot be told from the next.")) from None


def _csv(file: Readable, head: bytes) -> Iterator[Sequence[str]]:
    if b"\x00" in head:
        raise CannotReadFile(_("This is neither CSV nor an Excel file."))
    encoding = _encoding(file)
    csv.field_size_limit(LARGEST_CELL)
    with io.TextIOWrapper(file.open(), encoding=encoding, newline="") as text:
        first = text.readline(_FIRST_LINE)
    delimiter = max((",", ";", "\t"), key=first.count)
    with io.TextIOWrapper(file.open(), encoding=encoding, newline="") as text:
        yield from csv.reader(text, delimiter=delimiter)


def _encoding(file: Readable) -> str:
    """The first encoding in which the whole file is text."""
    for encoding in ("utf-8-sig", "gb18030"):
        decoder = codecs.getincrementaldecoder(encoding)()
        try:
            with file.open() as opened:
                while piece := opened.read(_PIECE):
                    decoder.decode(piece)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            continue
        return encoding
    raise CannotReadFile(_("The text is neither UTF-8 nor GB18030; save the file as CSV in UTF-8."))


def _spreadsheet(file: Readable) -> Iterator[Sequence[str]]:
    from python_calamine import CalamineError, CalamineWorkbook

    if file.size > LARGEST_WORKBOOK:
        raise CannotReadFile(_("Excel files above 20 MB are not read; save the sheet as CSV in UTF-8."))
    with file.open() as opened:
        content = opened.read()
    try:
        if content.startswith(b"PK"):
            _refuse_bomb(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        rows = workbook.get_sheet_by_index(0).iter_rows()
    except (CalamineError, OSError, ValueError, IndexError, EOFError, *_UNZIPPING):
        raise CannotReadFile(
            _("This Excel file cannot be opened; save it again, or as CSV in UTF-8.")
        ) from None
    return ([_text(cell) for cell in row] for row in rows)


def _refuse_bomb(content: bytes) -> None:
    """Unpack it once without keeping anything: what says of itself how large it is need not tell the truth."""
    unpacked = 0
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        for entry in archive.infolist():
            with archive.open(entry) as opened:
                while piece := opened.read(_PIECE):
                    unpacked += len(piece)
                    if unpacked > LARGEST_UNPACKED:
                        raise CannotReadFile(
                            _("This Excel file is far larger than it looks; save the sheet as CSV in UTF-8.")
                        )


def _text(cell: object) -> str:
    if isinstance(cell, float):
        # Excel keeps all numbers as floats; a number without a fraction is a number that somebody typed.
        return str(int(cell)) if cell.is_integer() else repr(cell)
    if isinstance(cell, date | datetime):
        return cell.isoformat()
    return str(cell)
