"""How each kind of notice reads: registered by the room that sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A notice in words; ``tone`` is good, warn, bad or empty; ``url`` leads to what it is about."""

    text: str
    url: str
    tone: str = ""


Words = Callable[[Mapping[str, Any]], Wording]
_words: dict[str, Words] = {}


def register_notice(kind: str, words: Words) -> None:
    """Say how notices of ``kind`` read, from their facts, in the language of the reader."""
    _words[kind] = words


def in_words(kind: str, facts: Mapping[str, Any]) -> Wording:
    """The words of one notice."""
    return _words[kind](facts)
