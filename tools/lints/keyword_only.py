"""What other rooms call is called by keyword."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint, PythonFile

NAME = "keyword-only"
REASON = (
    "takes several arguments by position. A door is read far from where it is written, and two ids swap "
    "silently: put `*` first."
)
DOORS = {"public.py", "operations.py", "queries.py"}


def check(file: File) -> Iterator[Finding]:
    if not isinstance(file, PythonFile) or not file.room or not _is_door(file):
        return
    for node in file.tree.body:
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef) or node.name.startswith("_"):
            continue
        # One alone cannot be swapped.
        if len(node.args.args) + len(node.args.posonlyargs) > 1:
            yield Finding(str(file.path), node.lineno, NAME, f"{node.name} {REASON}")


def _is_door(file: PythonFile) -> bool:
    below = file.inside[len(file.room) :]
    return below[-1] in DOORS or bool({"operations", "queries"}.intersection(below[:-1]))


LINT = Lint(NAME, check)
