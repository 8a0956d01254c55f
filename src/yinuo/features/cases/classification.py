"""
How cases are classified: the tree of JR/T 0169-2018 and the institution's own dimensions, as data.

A is the channel of the business, B its category, C the cause; W what the customer demands, X the source, Y the level,
Z what makes a matter sensitive. The codes are our numbering; the names are the standard's.
"""

from __future__ import annotations

import csv
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from pypinyin import Style, lazy_pinyin

_FILE = Path(__file__).resolve().parent / "data" / "taxonomy.csv"

CHANNEL, CATEGORY, CAUSE, DEMAND, LEVEL, SENSITIVITY = "A", "B", "C", "W", "Y", "Z"
LEVELS = {"Y01": "ORDINARY", "Y02": "COMPLEX", "Y03": "MAJOR"}


@dataclass(frozen=True, kw_only=True)
class Entry:
    """
    One place in the tree.

    Attributes:
        depth: 1 for the top of a dimension.
        path: the codes from the top down to this one.
        initials: of the Chinese name in pinyin, for whoever types them: ``xykdscn``.
        is_leaf: nothing more precise lies below.
    """

    code: str
    zh: str
    en: str
    depth: int
    path: tuple[str, ...]
    initials: str
    is_leaf: bool

    @property
    def name(self) -> str:
        """In the language of the reader."""
        return self.zh if (get_language() or "").startswith("zh") else self.en

    @property
    def full_name(self) -> str:
        """With what it lies under: "银行卡 › 信用卡 › 信用卡账单服务"."""
        entries = _tree()
        return " › ".join(entries[code].name for code in self.path)

    @property
    def found_by(self) -> str:
        """What a search looks in: code, both names and the initials, of this entry and of all above it."""
        entries = _tree()
        return " ".join(
            f"{one.code} {one.zh} {one.en} {one.initials}" for one in (entries[code] for code in self.path)
        ).lower()


@cache
def _tree() -> dict[str, Entry]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    parents = {row["parent"] for row in rows}
    found: dict[str, Entry] = {}
    for row in rows:
        above = found[row["parent"]].path if row["parent"] else ()
        found[row["code"]] = Entry(
            code=row["code"],
            zh=row["zh"],
            en=row["en"],
            depth=len(above) + 1,
            path=(*above, row["code"]),
            initials="".join(lazy_pinyin(row["zh"], style=Style.FIRST_LETTER)),
            is_leaf=row["code"] not in parents,
        )
    return found


@cache
def entries(dimension: str) -> tuple[Entry, ...]:
    """Every entry of a dimension, as one walks the tree."""
    return tuple(entry for code, entry in _tree().items() if code.startswith(dimension))


def entry_of(code: str) -> Entry | None:
    """The entry of a code, or None."""
    return _tree().get(code)


def name_of(code: str) -> str:
    """The name of a code in the language of the reader; empty for none."""
    entry = _tree().get(code)
    return entry.name if entry else ""


def full_name_of(code: str) -> str:
    """The name of a code with what it lies under; empty for none."""
    entry = _tree().get(code)
    return entry.full_name if entry else ""


def is_code(code: str, *, dimension: str) -> bool:
    """Whether a code belongs to a dimension."""
    return code in _tree() and code.startswith(dimension)


def names(dimension: str) -> dict[str, str]:
    """Every name of a dimension by its code, in the language of the reader."""
    return {entry.code: entry.name for entry in entries(dimension)}


def names_of_codes(codes: Iterable[str]) -> str:
    """Several names in one line."""
    return "、".join(name for code in codes if (name := name_of(code)))
