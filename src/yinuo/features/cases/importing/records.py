"""Stream the records of a CSV file, each with the line on which it begins."""

from __future__ import annotations

import csv
from codecs import getincrementaldecoder
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from django.utils.translation import gettext as _

from yinuo.features.cases.importing.errors import CannotFindFile, CannotImport, CannotReadRow

# Chinese office programs still write the second.
ENCODINGS = ("utf-8-sig", "gb18030")
_CHUNK = 1 << 20  # bytes


@dataclass(frozen=True, kw_only=True)
class Record:
    """One record: its cells by column name, or why it cannot be read."""

    line: int
    cells: dict[str, str]
    problem: CannotReadRow | None = None


@dataclass(frozen=True, kw_only=True)
class CsvFile:
    """A file that was looked through once: it can be read, and has the columns asked for."""

    path: Path
    encoding: str
    total: int

    def records(self) -> Iterator[Record]:
        """Every record below the headings, in the order of the file."""
        with self.path.open(encoding=self.encoding, newline="") as file:
            yield from _records(file)


def look_through(*, path: Path, columns: Sequence[str]) -> CsvFile:
    """
    Read the file once, without keeping it.

    Raises:
        CannotFindFile: it is missing, a folder, or may not be read.
        CannotImport: it is empty, no text, no CSV, or lacks some of ``columns``.
    """
    try:
        encoding = _encoding_of(path)
        with path.open(encoding=encoding, newline="") as file:
            _check_columns(file, columns)
            file.seek(0)
            total = sum(1 for _record in _records(file))
    except OSError as error:
        raise CannotFindFile(
            _("The file %(path)s cannot be read (%(reason)s); check its name and its permissions.")
            % {"path": path, "reason": error.strerror}
        ) from None
    return CsvFile(path=path, encoding=encoding, total=total)


def _encoding_of(path: Path) -> str:
    return next((encoding for encoding in ENCODINGS if _decodes(path, encoding)), "") or _refuse_encoding()


def _refuse_encoding() -> str:
    raise CannotImport(
        _("The file is not plain text in UTF-8 or GB 18030; save it as “CSV UTF-8”, then try again.")
    )


def _decodes(path: Path, encoding: str) -> bool:
    decoder = getincrementaldecoder(encoding)()
    with path.open("rb") as file:
        try:
            while chunk := file.read(_CHUNK):
                if b"\0" in chunk:  # no text has it; GB 18030 would take it
                    return False
                decoder.decode(chunk)
            decoder.decode(b"", final=True)
        except UnicodeDecodeError:
            return False
    return True


def _check_columns(lines: Iterator[str], columns: Sequence[str]) -> None:
    try:
        headings = next(csv.reader(lines), None)
    except csv.Error:
        headings = []
    if headings is None:
        raise CannotImport(_("The file is empty; there is nothing to import."))
    missing = [column for column in columns if column not in headings]
    if len(missing) == len(columns):
        raise CannotImport(
            _(
                "This is not a CSV file of complaints; its first line must name the columns, such as “%(column)s”."
            )
            % {"column": columns[0]}
        )
    if missing:
        raise CannotImport(_("The file lacks the columns: %(columns)s.") % {"columns": ", ".join(missing)})


def _records(lines: Iterator[str]) -> Iterator[Record]:
    reader = csv.reader(lines, strict=True)
    headings = next(reader)
    while True:
        line = reader.line_num + 1
        try:
            cells = next(reader)
        except StopIteration:
            return
        except csv.Error:
            problem = CannotReadRow(
                _("its quotation marks are not closed, or too long a text stands between them")
            )
            yield Record(line=line, cells={}, problem=problem)
            continue
        if not cells:
            continue  # a blank line
        if len(cells) != len(headings):
            facts = {"found": len(cells), "expected": len(headings)}
            problem = CannotReadRow(_("it has %(found)s cells instead of %(expected)s") % facts)
            yield Record(line=line, cells={}, problem=problem)
        else:
            yield Record(line=line, cells=dict(zip(headings, (cell.strip() for cell in cells), strict=True)))
