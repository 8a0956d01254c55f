"""A file has one subject, a function one thought."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint, PythonFile

NAME = "length"
REASON = "Split it by use case while that is still easy."
FILE_ASKS, FILE_FAILS = 300, 400
FUNCTION_ASKS, FUNCTION_FAILS = 50, 80
# It promises to be one file, so that an outsider can read and run it.
ONE_FILE = "audit/standalone/verify.py"


def check(file: File) -> Iterator[Finding]:
    if not isinstance(file, PythonFile):
        return
    length = len(file.lines)
    if length > FILE_ASKS and not str(file.path).endswith(ONE_FILE):
        message = f"{length} lines, more than {FILE_ASKS} (fails over {FILE_FAILS}). {REASON}"
        yield Finding(str(file.path), 1, NAME, message, warning=length <= FILE_FAILS)
    for node in ast.walk(file.tree):
        if not isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            continue
        length = (node.end_lineno or node.lineno) - node.lineno + 1
        if length > FUNCTION_ASKS:
            limits = f"more than {FUNCTION_ASKS} (fails over {FUNCTION_FAILS})"
            message = f"{node.name} has {length} lines, {limits}. {REASON}"
            yield Finding(str(file.path), node.lineno, NAME, message, warning=length <= FUNCTION_FAILS)


LINT = Lint(NAME, check)
