"""Scripts put text into pages, never markup."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint, ScriptFile

NAME = "markup-from-scripts"
REASON = (
    "turns text into markup or code, which is how a customer's words become somebody's script: use textContent, "
    "or let the server render it."
)
DANGEROUS = re.compile(
    r"\.(innerHTML|outerHTML)\s*\+?=|insertAdjacentHTML|document\.write|\beval\(|new Function\(|createContextual"
)


def check(file: File) -> Iterator[Finding]:
    if not isinstance(file, ScriptFile):
        return
    for number, line in enumerate(file.lines, start=1):
        if found := DANGEROUS.search(line):
            yield Finding(str(file.path), number, NAME, f"{found.group(0).strip()} {REASON}")


LINT = Lint(NAME, check)
