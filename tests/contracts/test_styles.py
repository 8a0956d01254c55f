"""Style sheets of all rooms speak of colours, sizes and distances by names that the house has."""

from __future__ import annotations

import re
from pathlib import Path

SOURCES = Path(__file__).parents[2] / "src" / "yinuo"
SHEETS = {
    path.relative_to(SOURCES): path.read_text(encoding="utf-8") for path in SOURCES.rglob("static/**/*.css")
}


def test_every_name_that_is_used_is_defined() -> None:
    defined = {name for text in SHEETS.values() for name in re.findall(r"(--[\w-]+)\s*:", text)}
    unknown = {
        (str(path), name)
        for path, text in SHEETS.items()
        for name in re.findall(r"var\((--[\w-]+)", text)
        if name not in defined
    }
    assert len(SHEETS) > 10
    assert unknown == set()
