"""The few shapes that every chart is made of; everything that comes in from outside is escaped here."""

from __future__ import annotations

from collections.abc import Iterable

from django.utils.html import escape, format_html
from django.utils.safestring import SafeString, mark_safe

Attribute = str | float | None


def element(name: str, *children: str, **attributes: Attribute) -> SafeString:
    """An element; ``class_`` is its class, underscores in names become hyphens, None leaves out."""
    said = "".join(
        f' {key.rstrip("_").replace("_", "-")}="{_attribute(value)}"'
        for key, value in attributes.items()
        if value is not None
    )
    return mark_safe(f"<{name}{said}>{joined(children)}</{name}>")  # noqa: S308  # names are ours, the rest is escaped


def joined(parts: Iterable[str]) -> SafeString:
    """Parts one after the other; what is not yet safe is escaped."""
    return mark_safe("".join(part if isinstance(part, SafeString) else escape(part) for part in parts))  # noqa: S308


def text(words: str, *, x: float, y: float, anchor: str = "start", class_: str | None = None) -> SafeString:
    """Words at a point, anchored at their start, middle or end."""
    return element("text", words, x=x, y=y, text_anchor=None if anchor == "start" else anchor, class_=class_)


def line(*, x1: float, y1: float, x2: float, y2: float, class_: str) -> SafeString:
    """A straight line."""
    return element("line", x1=x1, y1=y1, x2=x2, y2=y2, class_=class_)


def linked(*shapes: str, href: str, words: str) -> SafeString:
    """Shapes that lead to their records, named for those who hear or hover; without ``href`` only named."""
    if not href:
        return element("g", element("title", words), *shapes)
    return format_html(
        '<a href="{}" aria-label="{}">{}{}</a>', href, words, element("title", words), joined(shapes)
    )


def points(places: Iterable[tuple[float, float]]) -> str:
    """A path through ``places``."""
    return "M" + "L".join(f"{_number(x)} {_number(y)}" for x, y in places)


def _attribute(value: str | float | None) -> str:
    return escape(value) if isinstance(value, str) else _number(value or 0)


def _number(value: float) -> str:
    return f"{round(value, 2):g}"
