"""Only edges read the clock."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint, PythonFile, dotted

NAME = "clock"
REASON = (
    "reads the clock. A rule or an operation that does cannot be tested at 23:59, replayed, or told "
    "when something truly happened: take `now` as an argument from the edge."
)
READS = {
    f"{owner}.{name}"
    for owner in ("timezone", "datetime", "date", "datetime.datetime", "datetime.date", "dt.datetime")
    for name in ("now", "utcnow", "today", "localdate", "localtime")
}


def check(file: File) -> Iterator[Finding]:
    if not isinstance(file, PythonFile) or not file.floor or file.is_edge:
        return
    for node in ast.walk(file.tree):
        name = ""
        if isinstance(node, ast.Attribute):
            name = dotted(node)
        elif isinstance(node, ast.ImportFrom) and node.module == "django.utils.timezone":
            name = next((f"timezone.{alias.name}" for alias in node.names), "")
        # localtime(x) converts; only localtime() reads.
        if name in READS and not _converts(file, node):
            yield Finding(str(file.path), node.lineno, NAME, f"{name} {REASON}")  # type: ignore[attr-defined]


def _converts(file: PythonFile, node: ast.AST) -> bool:
    return any(
        isinstance(call, ast.Call)
        and call.func is node
        and node.attr in {"localtime", "localdate"}
        and call.args
        for call in ast.walk(file.tree)
        if isinstance(node, ast.Attribute)
    )


LINT = Lint(NAME, check)
