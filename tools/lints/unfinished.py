"""What is in the repository is finished."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint

NAME = "unfinished"
REASON = (
    "promises work that nobody is waiting for: finish it now, or leave it out and open an issue that says what "
    "is missing."
)
# Written in pieces, so that this file does not find itself.
MARKS = re.compile(r"\b(TO" + r"DO|FIX" + r"ME|XX" + r"X|HA" + r"CK)\b|NotImplemented" + r"Error")


def check(file: File) -> Iterator[Finding]:
    for number, line in enumerate(file.lines, start=1):
        if found := MARKS.search(line):
            yield Finding(str(file.path), number, NAME, f"{found.group(0)} {REASON}")


LINT = Lint(NAME, check)
