"""Where a matter belongs that is not ours to handle: data, named in both languages."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext_lazy as _

_FILE = Path(__file__).resolve().parent / "data" / "places.json"

# Why a filing is not taken up (and goes nowhere else), as the customer reads it.
DECLINED = {
    "NO_STANDING": _("you are neither the customer concerned nor authorised by them"),
    "DECIDED_ALREADY": _("the matter was decided finally, and nothing new was told"),
    "NO_MATTER": _("it names no matter that we could look into"),
}


@cache
def _places() -> dict[str, dict[str, str]]:
    read: list[dict[str, str]] = json.loads(_FILE.read_text(encoding="utf-8"))
    return {one["code"]: one for one in read}


def places() -> tuple[tuple[str, str], ...]:
    """The codes of all places with their names in the language that is active."""
    return tuple((code, name_of(code)) for code in _places())


def name_of(code: str) -> str:
    """The name of a place; empty where there is none."""
    names = _places().get(code)
    if names is None:
        return ""
    return names["zh"] if (get_language() or "").startswith("zh") else names["en"]
