"""What makes a Chinese text fit to print."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from babel.messages.catalog import Message

GLOSSARY = Path(__file__).parents[1] / "docs" / "reference" / "glossary.md"
PLACEHOLDER = re.compile(r"%\([a-z0-9_.]+\)\d*[sdf]|%[sdf]|{[a-z0-9_.]*}", re.IGNORECASE)
# A language names itself.
NAMES = {"中文", "简体中文"}
HAN = "\u3400-\u9fff"
# Half-width marks that touch a Chinese character; the full-width ones are 。，；：？！（）“”……
HALF_WIDTH = re.compile(rf"[{HAN}][,;:?!()\"]|[,;:?!()\"][{HAN}]|[{HAN}]\.(?!\w)|\.\.\.")
TOUCHING = re.compile(rf"[{HAN}][A-Za-z0-9]|[A-Za-z0-9][{HAN}]")


@dataclass(frozen=True)
class Term:
    """An English term and the Chinese terms of which its translation holds one."""

    english: re.Pattern[str]
    word: str
    chinese: tuple[str, ...]


@cache
def terms(path: Path = GLOSSARY) -> tuple[Term, ...]:
    """The binding pairs of the glossary: rows ``| english | 中文 | ... |`` whose last cell says "binding"."""
    found = []
    for line in path.read_text(encoding="utf-8").splitlines():
        cells = [cell.strip() for cell in line.strip().strip("|").split("|")]
        if len(cells) < 3 or cells[-1] != "binding":
            continue
        pattern = re.compile(rf"\b{re.escape(cells[0])}(s|es)?\b", re.IGNORECASE)
        found.append(Term(pattern, cells[0], tuple(part.strip() for part in cells[1].split("、"))))
    return tuple(found)


def problems(message: Message, vocabulary: Iterable[Term]) -> Iterator[str]:
    """Why this message cannot be printed; nothing when it can."""
    ids = tuple(message.id) if isinstance(message.id, list | tuple) else (str(message.id),)
    strings = message.string if isinstance(message.string, list | tuple) else (str(message.string or ""),)
    chinese = "".join(strings)
    if re.search(f"[{HAN}]", "".join(ids)) and ids[0] not in NAMES:
        yield "msgids are English"
    if "fuzzy" in message.flags:
        yield "is marked fuzzy: look at it, correct it, remove the mark"
    if not chinese.strip():
        yield "has no Chinese text"
        return
    # The plural names every value; Chinese has one form for all numbers.
    if set(PLACEHOLDER.findall(ids[-1])) != set(PLACEHOLDER.findall(chinese)):
        yield "placeholders differ between the two languages"
    if _edges(ids[-1]) != _edges(chinese):
        yield "begins or ends with other white space than the English text"
    if "format" not in (message.context or ""):  # a date format holds letters that are no text
        yield from _typography(chinese)
    english = re.sub(r"<code>.*?</code>", "", PLACEHOLDER.sub("", ids[0]))
    yield from _terms(english, chinese, " ".join(message.user_comments), vocabulary)


def _typography(chinese: str) -> Iterator[str]:
    plain = PLACEHOLDER.sub("\u00b7", re.sub(r"<[^>]*>|&\w+;", "", chinese))
    if mark := HALF_WIDTH.search(plain):
        yield f"half-width punctuation in Chinese: {mark.group(0)}"
    if place := TOUCHING.search(plain):
        yield f"a space belongs between Chinese and Latin letters or digits: {place.group(0)}"


def _terms(english: str, chinese: str, comment: str, vocabulary: Iterable[Term]) -> Iterator[str]:
    for term in vocabulary:
        meant = term.english.search(english) and f"not {term.word}" not in comment
        if meant and not any(one in chinese for one in term.chinese):
            yield f'the glossary says "{term.word}" is {" or ".join(term.chinese)}'


def _edges(text: str) -> tuple[str, str]:
    return text[: len(text) - len(text.lstrip())], text[len(text.rstrip()) :]
