"""Whoever catches everything says why."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint, PythonFile, dotted

NAME = "broad-except"
REASON = (
    "catches everything and gives no reason: name the error, or write why on that line, as in "
    "`except Exception:  # noqa: BLE001 - one bad row must not end the import`."
)


def check(file: File) -> Iterator[Finding]:
    if not isinstance(file, PythonFile):
        return
    for node in ast.walk(file.tree):
        if isinstance(node, ast.ExceptHandler) and _is_broad(node) and not _says_why(file.line(node.lineno)):
            yield Finding(str(file.path), node.lineno, NAME, f"this handler {REASON}")


def _is_broad(node: ast.ExceptHandler) -> bool:
    return node.type is None or dotted(node.type) in {"Exception", "BaseException"}


def _says_why(line: str) -> bool:
    comment = line.partition("#")[2]
    return len(re.sub(r"noqa:?\s*[A-Z]+\d+(,\s*[A-Z]+\d+)*", "", comment).strip(" -#:—").split()) >= 3


LINT = Lint(NAME, check)
