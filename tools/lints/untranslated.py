"""Every text that a person sees goes through the catalogue."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint, TemplateFile
from tools.lints.markup import Element, Text, parse, without_tags

NAME = "untranslated"
REASON = (
    'is shown as it stands, in one language: use {% translate "..." %} or {% blocktranslate %}; what is the '
    'same in every language stands in an element with translate="no".'
)
SEEN = {
    "title",
    "placeholder",
    "alt",
    "aria-label",
    "aria-description",
    "aria-roledescription",
    "label",
    "summary",
}
SAME_EVERYWHERE = {"script", "style", "code", "kbd", "samp"}
LETTERS = re.compile(r"[^\W\d_]{2,}|[\u3400-\u9fff]")


def check(file: File) -> Iterator[Finding]:
    # The gallery shows specimens: pieces of the story, in the language in which they were said.
    if not isinstance(file, TemplateFile) or "patterns" in file.path.parts:
        return
    if file.path.suffix not in {".html", ".svg"}:
        yield from _plain(file)
        return
    for piece in parse(file.text):
        if isinstance(piece, Text) and LETTERS.search(piece.text) and not _is_excused(piece.around):
            yield _finding(file, piece.line, piece.text)
        if isinstance(piece, Element) and piece.attributes.get("translate") != "no":
            for name in SEEN & piece.attributes.keys():
                if LETTERS.search(piece.attributes[name]):
                    yield _finding(file, piece.line, f"{name}={piece.attributes[name]}")


def _plain(file: TemplateFile) -> Iterator[Finding]:
    for number, line in enumerate(without_tags(file.text).splitlines(), start=1):
        if LETTERS.search(line):
            yield _finding(file, number, line)


def _is_excused(around: tuple[Element, ...]) -> bool:
    return any(one.name in SAME_EVERYWHERE or one.attributes.get("translate") == "no" for one in around)


def _finding(file: TemplateFile, line: int, text: str) -> Finding:
    shown = " ".join(text.split())
    return Finding(str(file.path), line, NAME, f'"{shown[:40]}" {REASON}')


LINT = Lint(NAME, check)
