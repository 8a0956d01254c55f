"""
One way of writing for all: full-width and foreign digits become 0-9, what nobody sees is left out.

The folded text is what rules look at; its positions lead back to the text that was written.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

# Signs that are drawn on another or not at all: zero-width characters, marks of direction, joiners, accents.
_UNSEEN = frozenset({"Cf", "Mn", "Me"})
_DROP = "\0"


@dataclass(frozen=True, kw_only=True)
class Folded:
    """The folded text; ``places`` holds where each of its characters stood, or None where nothing moved."""

    text: str
    places: Sequence[int] | None

    def start(self, position: int) -> int:
        """Where the character at ``position`` stands in the original."""
        return position if self.places is None else self.places[position]

    def end(self, position: int) -> int:
        """Where the original goes on after the character before ``position``."""
        return position if self.places is None else self.places[position - 1] + 1


class _Table(dict[int, str]):
    def __missing__(self, code: int) -> str:
        folded = self[code] = _folded(chr(code))
        return folded


_table = _Table({0: " "})


def fold(text: str) -> Folded:
    """Fold ``text``."""
    if text.isascii():
        return Folded(text=text, places=None)
    folded = text.translate(_table)
    if _DROP not in folded:
        return Folded(text=folded, places=None)
    places = [place for place, character in enumerate(folded) if character != _DROP]
    return Folded(text=folded.replace(_DROP, ""), places=places)


def _folded(character: str) -> str:
    category = unicodedata.category(character)
    if category in _UNSEEN:
        return _DROP
    digit = unicodedata.digit(character, None)
    if digit is not None:
        return str(digit)
    if category == "Pd" or character in "−‐":
        return "-"
    if category == "Zs":
        return " "
    plain = unicodedata.normalize("NFKC", character)
    return plain if len(plain) == 1 and plain != _DROP else character
