"""Read a classification from a file: CSV or a spreadsheet, official or an institution's own."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from django.utils.translation import gettext as _

from yinuo.features.cases.taxonomy.editions import current, ever
from yinuo.features.cases.taxonomy.tree import Row
from yinuo.platform.tables.public import Columns, Line, read_lines

COLUMNS = Columns(
    heads={
        "code": ("代码", "编码", "code", "code_derived", "official code"),
        "zh": ("名称", "中文名称", "name", "zh"),
        "dimension": ("维度", "dimension"),
        "parent": ("上级代码", "上级", "parent", "parent code"),
        "en": ("英文名称", "en", "english", "name_en"),
        "replaces": ("替代代码", "原代码", "replaces"),
    },
    needed=("code", "zh", "dimension"),
)
# What an institution may bring: channel, category, cause, sensitivity. Demands, sources and levels carry meaning of
# the house itself (forms, clocks), so their rows stay as they are.
OWN, FIXED = frozenset("ABCZ"), frozenset("WXY")
MOST_ROWS, LONGEST_NAME = 5_000, 80
_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.\-]{0,15}")
_BETWEEN = re.compile(r"[\s,;、，；]+")


@dataclass(frozen=True, kw_only=True)
class BadRow:
    """A row that cannot be taken: its line in the file, and why."""

    line: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Read:
    """
    What a file holds.

    Attributes:
        rows: in the order of the tree, a parent before what lies below it.
        skipped: rows of dimensions that are the house's own.
    """

    rows: tuple[Row, ...]
    bad: tuple[BadRow, ...]
    skipped: int


def read_taxonomy(content: bytes) -> Read:
    """
    Read all rows, and say of each bad one what is wrong with it.

    Raises:
        CannotReadFile: it is no table with the heads that are needed.
    """
    rows: dict[str, tuple[Line, Row]] = {}
    bad: list[BadRow] = []
    skipped = 0
    for line in read_lines(content, columns=COLUMNS):
        row = _row(line)
        if row.dimension in FIXED:
            skipped += 1
            continue
        reasons = list(_faults(row, rows))
        if len(rows) >= MOST_ROWS:
            reasons = [_("a classification has at most 5,000 rows")]
        if reasons:
            bad.append(BadRow(line=line.number, reason="; ".join(reasons)))
        else:
            rows[row.code] = (line, row)
    ordered = _below_parents(rows, bad)
    return Read(rows=ordered, bad=tuple(sorted(bad, key=lambda one: one.line)), skipped=skipped)


def _row(line: Line) -> Row:
    cells = line.cells
    return Row(
        dimension=cells.get("dimension", "")[:1].upper(),
        code=cells.get("code", ""),
        parent=cells.get("parent", ""),
        zh=" ".join(cells.get("zh", "").split()),
        en=" ".join((cells.get("en", "") or cells.get("zh", "")).split()),
        replaces=tuple(one for one in _BETWEEN.split(cells.get("replaces", "")) if one),
    )


def _faults(row: Row, rows: dict[str, tuple[Line, Row]]) -> Iterator[str]:
    if row.dimension not in OWN:
        yield _("the dimension is none of A, B, C, Z")
    if not _CODE.fullmatch(row.code):
        yield _("the code has to have 1 to 16 letters, digits, points or hyphens")
    elif row.code in rows:
        yield _("the code stands in line %(line)s already") % {"line": rows[row.code][0].number}
    elif (held := current().get(row.code)) and held.dimension in FIXED:
        yield _("the code belongs to a dimension of the house's own")
    if not row.zh or max(len(row.zh), len(row.en)) > LONGEST_NAME:
        yield _("the name has to have 1 to 80 characters")
    for code in row.replaces:
        known = ever().get(code)
        if known is None or known.dimension != row.dimension:
            yield _("it replaces a code that this dimension never had")


def _below_parents(rows: dict[str, tuple[Line, Row]], bad: list[BadRow]) -> tuple[Row, ...]:
    """The rows with each below its parent; those without a way to the top are bad."""
    below: dict[str, list[Row]] = {}
    for _line, row in rows.values():
        below.setdefault(row.parent, []).append(row)
    ordered: list[Row] = []
    waiting = list(reversed(below.get("", [])))
    while waiting:
        row = waiting.pop()
        ordered.append(row)
        waiting += [one for one in reversed(below.get(row.code, [])) if one.dimension == row.dimension]
    reached = {row.code for row in ordered}
    for code, (line, _kept) in rows.items():
        if code not in reached:
            bad.append(
                BadRow(line=line.number, reason=_("its parent is no row of this dimension, or lies below it"))
            )
    return tuple(ordered)
