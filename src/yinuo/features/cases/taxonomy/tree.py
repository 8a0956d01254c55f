"""One classification: entries by their codes, with what each stands for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from django.utils.translation import get_language
from pypinyin import Style, lazy_pinyin

NOT_REPLACED: tuple[str, ...] = ()


@dataclass(frozen=True, kw_only=True)
class Row:
    """An entry as files and tables hold it; ``replaces`` codes of earlier editions that it stands for."""

    dimension: str
    code: str
    parent: str
    zh: str
    en: str
    replaces: tuple[str, ...] = NOT_REPLACED

    def as_json(self) -> dict[str, Any]:
        return {
            "dimension": self.dimension,
            "code": self.code,
            "parent": self.parent,
            "zh": self.zh,
            "en": self.en,
            "replaces": list(self.replaces),
        }


def row_of(kept: Mapping[str, Any]) -> Row:
    """A row as ``as_json`` wrote it."""
    return Row(**{**kept, "replaces": tuple(kept["replaces"])})


@dataclass(frozen=True, kw_only=True)
class Entry:
    """
    One place in the tree.

    Attributes:
        depth: 1 for the top of a dimension.
        path: the codes from the top down to this one.
        names: of the entries on the path, as pairs of Chinese and English.
        stands_for: the codes on the path, and those of earlier editions that they replace.
        replaces: the codes of earlier editions that this one replaces.
        initials: of the Chinese name in pinyin, for whoever types them: ``xykdscn``.
        is_leaf: nothing more precise lies below.
    """

    dimension: str
    code: str
    zh: str
    en: str
    depth: int
    path: tuple[str, ...]
    names: tuple[tuple[str, str], ...]
    stands_for: frozenset[str]
    replaces: tuple[str, ...]
    initials: str
    is_leaf: bool
    found_by: str

    @property
    def name(self) -> str:
        """In the language of the reader."""
        return self.zh if _reads_chinese() else self.en

    @property
    def full_name(self) -> str:
        """With what it lies under: "银行卡 › 信用卡 › 信用卡账单服务"."""
        return " › ".join(zh if _reads_chinese() else en for zh, en in self.names)


def tree_of(rows: Iterable[Row]) -> dict[str, Entry]:
    """The entries by code, in the order of the rows; each row stands below the one of its parent."""
    kept = list(rows)
    parents = {row.parent for row in kept}
    found: dict[str, Entry] = {}
    for row in kept:
        above = found.get(row.parent)
        initials = "".join(lazy_pinyin(row.zh, style=Style.FIRST_LETTER))
        said = f"{row.code} {row.zh} {row.en} {initials}".lower()
        found[row.code] = Entry(
            dimension=row.dimension,
            code=row.code,
            zh=row.zh,
            en=row.en,
            depth=above.depth + 1 if above else 1,
            path=(*above.path, row.code) if above else (row.code,),
            names=(*above.names, (row.zh, row.en)) if above else ((row.zh, row.en),),
            stands_for=frozenset({row.code, *row.replaces, *(above.stands_for if above else ())}),
            replaces=row.replaces,
            initials=initials,
            is_leaf=row.code not in parents,
            found_by=f"{above.found_by} {said}" if above else said,
        )
    return found


def _reads_chinese() -> bool:
    return (get_language() or "").startswith("zh")
