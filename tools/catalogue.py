"""
The Chinese catalogue: collect the texts, compile them, and refuse whatever is not fit to print.

``python -m tools.catalogue update`` collects every text of the product into the catalogue and compiles it;
``check`` changes nothing and names what is wrong; ``missing`` lists what still wants a translation. English
needs no catalogue: the msgids are English. There are no guesses, no dates and no line numbers in the file, so
that a change to it shows the change alone.
"""

from __future__ import annotations

import io
import sys
from collections.abc import Iterator
from pathlib import Path

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.utils.translation.template import templatize

from tools.catalogue_rules import problems, terms

SOURCES = Path(__file__).parents[1] / "src" / "yinuo"
PO = SOURCES / "locale" / "zh_Hans" / "LC_MESSAGES" / "django.po"
MO = PO.with_suffix(".mo")
TITLE = "# The Chinese texts of yinuo. How they are written: docs/reference/glossary.md"
HEADERS = [
    ("Project-Id-Version", "yinuo"),
    ("Language", "zh_Hans"),
    ("MIME-Version", "1.0"),
    ("Content-Type", "text/plain; charset=utf-8"),
    ("Content-Transfer-Encoding", "8bit"),
    ("Plural-Forms", "nplurals=1; plural=0;"),
]
_SINGLE = dict.fromkeys(("_", "gettext", "gettext_lazy", "gettext_noop"))
_COUNTED = dict.fromkeys(("ngettext", "ngettext_lazy"), (1, 2))
_NAMED = dict.fromkeys(("pgettext", "pgettext_lazy"), ((1, "c"), 2))
_NAMED_COUNTED = dict.fromkeys(("npgettext", "npgettext_lazy"), ((1, "c"), 2, 3))
KEYWORDS = {**_SINGLE, **_COUNTED, **_NAMED, **_NAMED_COUNTED}


class QuietCatalog(Catalog):
    """A catalogue whose header holds only what a reader of it needs."""

    @property
    def mime_headers(self) -> list[tuple[str, str]]:
        return HEADERS


def sources() -> Iterator[tuple[Path, bytes]]:
    """Every file that can hold texts, as Python: templates are turned into calls of gettext."""
    for path in sorted(SOURCES.rglob("*")):
        if path.suffix == ".py" and "migrations" not in path.parts:
            yield path, path.read_bytes()
        elif "templates" in path.parts and path.suffix in {".html", ".txt", ".svg"}:
            calls = templatize(path.read_text(encoding="utf-8"), origin=str(path))
            # A template's indentation means nothing, Python's does.
            yield path, "\n".join(line.strip() for line in calls.splitlines()).encode()


def collect() -> QuietCatalog:
    """Every text of the product, without translations."""
    catalog = QuietCatalog(locale="zh_Hans", fuzzy=False, header_comment=TITLE)
    for _path, source in sources():
        found = extract("python", io.BytesIO(source), KEYWORDS, ("Translators:",), {"encoding": "utf-8"})
        for _line, text, comments, context in found:
            catalog.add(text, auto_comments=[comment.strip() for comment in comments], context=context)
    return catalog


def stored() -> Catalog:
    """The catalogue as it is in the repository."""
    if not PO.exists():
        return QuietCatalog(locale="zh_Hans", fuzzy=False)
    with PO.open("rb") as file:
        return read_po(file, locale="zh_Hans")


def merged() -> QuietCatalog:
    """Today's texts with the translations that are stored; texts that nobody shows any more are dropped."""
    catalog, old = collect(), stored()
    for message in catalog:
        if message.id and (before := old.get(_key(message), message.context)):
            message.string = before.string if _same_shape(message, before) else message.string
            message.user_comments = before.user_comments
            message.flags |= before.flags & {"fuzzy"}
    return catalog


def _key(message: Message) -> str:
    return message.id[0] if isinstance(message.id, list | tuple) else str(message.id)


def _same_shape(message: Message, before: Message) -> bool:
    return isinstance(message.id, list | tuple) == isinstance(before.id, list | tuple)


def as_po(catalog: Catalog) -> bytes:
    """The catalogue as text, sorted, with nothing in it that changes by itself."""
    file = io.BytesIO()
    write_po(file, catalog, width=110, no_location=True, sort_output=True, ignore_obsolete=True)
    return file.getvalue()


def as_mo(catalog: Catalog) -> bytes:
    """The catalogue as Django reads it."""
    file = io.BytesIO()
    write_mo(file, catalog)
    return file.getvalue()


def update() -> int:
    """Collect, merge, compile; say how many texts still want a translation."""
    catalog = merged()
    PO.parent.mkdir(parents=True, exist_ok=True)
    PO.write_bytes(as_po(catalog))
    MO.write_bytes(as_mo(catalog))
    wanting = sum(1 for message in catalog if message.id and not any(_strings(message)))
    print(f"{len(catalog)} texts, {wanting} without a translation.")
    return 0


def missing() -> int:
    """List the texts that want a translation."""
    for message in merged():
        if message.id and not any(_strings(message)):
            context = f"[{message.context}] " if message.context else ""
            print(f"{context}{message.id!r}")
    return 0


def check() -> int:
    """Name everything that is wrong with the stored catalogue."""
    wanted, here = merged(), stored()
    found = [f"{PO.name} is not up to date; run: make catalogue"] if not _is_current(wanted) else []
    if not MO.exists() or MO.read_bytes() != as_mo(wanted):
        found.append(f"{MO.name} does not say what {PO.name} says; run: make catalogue")
    fresh = {(_key(message), message.context) for message in wanted}
    found += [
        f'"{_key(message)}": nobody shows this text any more'
        for message in here
        if message.id and (_key(message), message.context) not in fresh
    ]
    vocabulary = terms()
    shown = [message for message in wanted if message.id]
    found += [f'"{_key(text)}": {problem}' for text in shown for problem in problems(text, vocabulary)]
    for line in found:
        print(line)
    return 1 if found else 0


def _is_current(wanted: Catalog) -> bool:
    return PO.exists() and PO.read_bytes() == as_po(wanted)


def _strings(message: Message) -> tuple[str, ...]:
    strings = message.string
    return tuple(strings) if isinstance(strings, list | tuple) else (str(strings or ""),)


def main(arguments: list[str]) -> int:
    """Run the command that is named; 64 for an unknown one."""
    commands = {"update": update, "check": check, "missing": missing}
    if len(arguments) != 1 or arguments[0] not in commands:
        print(f"usage: python -m tools.catalogue {'|'.join(commands)}")
        return 64
    return commands[arguments[0]]()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
