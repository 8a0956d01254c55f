"""Why customers complain: dimension C of JR/T 0169-2018, as data (the codes are our numbering)."""

from __future__ import annotations

import json
from functools import cache
from pathlib import Path

from django.utils.translation import get_language

_FILE = Path(__file__).resolve().parent / "data" / "causes.json"


@cache
def _listed() -> tuple[tuple[str, str, str], ...]:
    rows = json.loads(_FILE.read_text(encoding="utf-8"))
    return tuple((row["code"], row["zh"], row["en"]) for row in rows)


def names() -> dict[str, str]:
    """Every cause by its code, named in the language of the reader."""
    in_chinese = (get_language() or "").startswith("zh")
    return {code: zh if in_chinese else en for code, zh, en in _listed()}
