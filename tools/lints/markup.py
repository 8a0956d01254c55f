"""A template as the browser's parser meets it, with Django's own tags taken out."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from html.parser import HTMLParser

TAG = re.compile(r"({%.*?%}|{{.*?}}|{#.*?#})", re.DOTALL)
SILENT = {"blocktranslate", "blocktrans", "comment", "verbatim"}
# A block that stands inside an attribute of its parent.
NOT_TEXT = re.compile(r"{%\s*block\s+(layout|\w*class|\w*classes|\w*attributes)\s*%}")
VOID = {"area", "base", "br", "col", "embed", "hr", "img", "input", "link", "meta", "source", "track", "wbr"}


@dataclass(frozen=True)
class Element:
    """An opening tag with its attributes, at a line."""

    line: int
    name: str
    attributes: dict[str, str]


@dataclass(frozen=True)
class Text:
    """A piece of visible text, at a line, with the elements around it."""

    line: int
    text: str
    around: tuple[Element, ...]


def without_tags(source: str) -> str:
    """
    The template with Django's tags, comments and translated blocks blanked out, line by line.

    A ``{{ value }}`` leaves a mark without letters behind, so that an attribute made of it is not empty.
    """
    kept: list[str] = []
    silent: str | None = None
    for piece in TAG.split(source):
        is_tag = bool(TAG.fullmatch(piece))
        word = piece[2:-2].split()[0] if is_tag and piece[2:-2].split() else ""
        if silent is not None:
            if is_tag and word == f"end{silent}":
                silent = None
            kept.append(_blank(piece))
        elif is_tag:
            if piece.startswith("{%") and (word in SILENT or NOT_TEXT.match(piece)):
                silent = word
            kept.append(("\u00b7" + _blank(piece)[1:]) if piece.startswith("{{") else _blank(piece))
        else:
            kept.append(piece)
    return "".join(kept)


def parse(source: str) -> Iterator[Element | Text]:
    """Every element and every visible text of a template."""
    parser = _Parser()
    parser.feed(without_tags(source))
    parser.close()
    yield from parser.found


def _blank(piece: str) -> str:
    return re.sub(r"[^\n]", " ", piece)


class _Parser(HTMLParser):
    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[Element | Text] = []
        self._open: list[Element] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        element = Element(self.getpos()[0], tag, {name: value or "" for name, value in attrs})
        self.found.append(element)
        if tag not in VOID:
            self._open.append(element)

    def handle_startendtag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append(Element(self.getpos()[0], tag, {name: value or "" for name, value in attrs}))

    def handle_endtag(self, tag: str) -> None:
        # Branches of {% if %} may open twice what is closed once: close up to the nearest of that name.
        for index in range(len(self._open) - 1, -1, -1):
            if self._open[index].name == tag:
                del self._open[index:]
                return

    def handle_data(self, data: str) -> None:
        if data.strip():
            before = data[: len(data) - len(data.lstrip())]
            self.found.append(Text(self.getpos()[0] + before.count("\n"), data.strip(), tuple(self._open)))
