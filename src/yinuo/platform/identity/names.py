"""How names sort and are found by their sound."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from yinuo.kernel.surnames import SOUNDS


@dataclass(frozen=True, kw_only=True)
class SortKeys:
    """The sound of a name, written out (``wangxiaoming``) and by initials (``wxm``)."""

    full: str
    initials: str


def sort_keys(name: str) -> SortKeys:
    """The keys by which ``name`` is sorted and found when typed in Latin letters."""
    from pypinyin import Style, lazy_pinyin  # its dictionary takes a third of a second to load

    plain = unicodedata.normalize("NFKC", name).strip().lower()
    syllables = lazy_pinyin(plain, style=Style.NORMAL)
    if plain and syllables and plain[0] in SOUNDS:
        syllables[0] = SOUNDS[plain[0]]
    words = [word for syllable in syllables for word in syllable.split()]
    return SortKeys(full="".join(words)[:160], initials="".join(word[0] for word in words)[:64])
