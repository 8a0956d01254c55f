"""Edges call operations and queries, never models."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint, PythonFile

NAME = "models-in-edges"
REASON = (
    "asks a model from an edge. Who may see what is decided in one place, the room's queries: call one, "
    "or write it."
)


def check(file: File) -> Iterator[Finding]:
    if not isinstance(file, PythonFile) or not file.is_edge:
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.Attribute) and node.attr in {"objects", "_default_manager", "_base_manager"}:
            yield Finding(str(file.path), node.lineno, NAME, f".{node.attr} {REASON}")


LINT = Lint(NAME, check)
