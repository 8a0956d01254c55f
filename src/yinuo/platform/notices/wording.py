"""How each kind of notice reads: registered by the room that sends it."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from django.urls import reverse
from django.utils.functional import Promise as LazyText
from django.utils.translation import gettext as _
from django.utils.translation import ngettext


@dataclass(frozen=True, kw_only=True)
class Wording:
    """A notice in words; ``tone`` is good, warn, bad or empty; ``url`` leads to what it is about."""

    text: str
    url: str
    tone: str = ""


Words = Callable[[Mapping[str, Any]], Wording]
MANY = "notices.many"  # one notice in place of more than a handful
_words: dict[str, Words] = {}
_labels: dict[str, str | LazyText] = {}
_urgent: set[str] = set()


def register_notice(kind: str, words: Words, *, label: str | LazyText = "", urgent: bool = False) -> None:
    """
    Say how notices of ``kind`` read, from their facts, in the language of the reader.

    Args:
        label: what the kind is called where people choose what comes by mail; blank: it cannot be chosen.
        urgent: its mail breaks through quiet hours.
    """
    _words[kind] = words
    if label:
        _labels[kind] = label
    if urgent:
        _urgent.add(kind)


def is_urgent(kind: str) -> bool:
    """Whether mail about ``kind`` does not wait."""
    return kind in _urgent


def kinds() -> dict[str, str]:
    """The kinds that people can choose, by their labels."""
    return {kind: str(label) for kind, label in _labels.items()}


def _many(facts: Mapping[str, Any]) -> Wording:
    label = _labels.get(facts["kind"], "")
    text = ngettext("%(what)s: %(count)s more", "%(what)s: %(count)s more", facts["count"])
    return Wording(
        text=text % {"what": label or _("Notices"), "count": facts["count"]},
        url=reverse("home"),
        tone="bad" if is_urgent(facts["kind"]) else "warn",
    )


_words[MANY] = _many


def in_words(kind: str, facts: Mapping[str, Any]) -> Wording:
    """The words of one notice."""
    return _words[kind](facts)
