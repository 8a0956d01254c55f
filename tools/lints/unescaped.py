"""Nothing is shown unescaped without a reason beside it."""

from __future__ import annotations

import re
from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint, TemplateFile

NAME = "unescaped"
REASON = (
    "shows text unescaped, which is how a customer's words become somebody's script: render it in a "
    "template, or say why it is safe with {# lint: unescaped: ... #} on the line before."
)
UNESCAPED = re.compile(r"{{[^}]*\|\s*(safe|safeseq)\b[^}]*}}|{%\s*autoescape\s+off\s*%}")


def check(file: File) -> Iterator[Finding]:
    if not isinstance(file, TemplateFile) or file.path.suffix not in {".html", ".svg"}:
        return
    for number, line in enumerate(file.lines, start=1):
        if found := UNESCAPED.search(line):
            yield Finding(str(file.path), number, NAME, f"{found.group(0)} {REASON}")


LINT = Lint(NAME, check)
