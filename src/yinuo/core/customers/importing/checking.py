"""Decide on one row: who it describes, or why it is refused."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yinuo.core.customers.details import LONGEST, CannotReadDetails, Written, write_value
from yinuo.core.customers.importing.columns import KINDS, SEGMENTS, STATES
from yinuo.core.customers.importing.reading import Line
from yinuo.core.customers.models import Detail
from yinuo.platform.tables.public import fault_of, mask_cell

_KIND_OF = {
    "number": Detail.Kind.NUMBER,
    "name": Detail.Kind.NAME,
    "phone": Detail.Kind.PHONE,
    "email": Detail.Kind.EMAIL,
    "identity": Detail.Kind.IDENTITY,
    "account": Detail.Kind.ACCOUNT,
    "address": Detail.Kind.ADDRESS,
}


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A row that can be taken over."""

    line: int
    number: str
    values: tuple[Written, ...]
    kind: str
    tier: str
    segment: str
    state: str
    path: str


@dataclass(frozen=True, kw_only=True)
class Refusal:
    """Why a row is refused: line, column, a code, and the cell with all but its ends hidden."""

    line: int
    column: str
    code: str
    masked: str


def reasons() -> dict[str, str]:
    """Each code in words."""
    return {
        "missing": _("is needed and empty"),
        "too_long": _("has more than 200 characters"),
        "formula": _("is a formula"),
        "unreadable": _("cannot be read as such a value"),
        "unknown": _("is none of the values that are known"),
        "twice": _("stands in an earlier row of this file already"),
        "control": _("holds characters that no text has"),
    }


def check_line(line: Line, *, paths: Mapping[str, str], path: str) -> Candidate | Refusal:
    """
    The customer whom a row describes, or the first reason why it is refused.

    Args:
        paths: of the units that may be named, by their codes.
        path: of the unit of rows that name none.
    """
    for column, cell in line.cells.items():
        code = _fault(column, cell)
        if code:
            return _refusal(line, column, code)
    values = []
    for column, kind in _KIND_OF.items():
        cell = line.cells.get(column, "")
        if not cell:
            if column in {"number", "name"}:
                return _refusal(line, column, "missing")
            continue
        try:
            values.append(write_value(kind, cell))
        except CannotReadDetails:
            return _refusal(line, column, "unreadable")
    return _candidate(line, values, paths, path)


def _candidate(line: Line, values: list[Written], paths: Mapping[str, str], path: str) -> Candidate | Refusal:
    unit = line.cells.get("unit", "")
    known = {
        "kind": KINDS.get(line.cells.get("kind", "").lower()),
        "segment": _segment(line.cells.get("segment", "")),
        "state": STATES.get(line.cells.get("state", "")),
        "unit": paths.get(unit) if unit else path,
    }
    for column, value in known.items():
        if value is None:
            return _refusal(line, column, "unknown")
    return Candidate(
        line=line.number,
        number=values[0].canonical,
        values=tuple(values),
        kind=known["kind"] or "",
        tier=line.cells.get("tier", "")[:24],
        segment=known["segment"] or "",
        state=known["state"] or "",
        path=known["unit"] or path,
    )


def _segment(cell: str) -> str | None:
    return cell if cell in SEGMENTS.values() else SEGMENTS.get(cell)


def _fault(column: str, cell: str) -> str:
    return fault_of(cell, longest=LONGEST, signs=column == "phone")


def _refusal(line: Line, column: str, code: str) -> Refusal:
    return Refusal(line=line.number, column=column, code=code, masked=mask_cell(line.cells.get(column, "")))
