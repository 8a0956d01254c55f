"""No personal data in logs: constant messages, and only fields that cannot hold any."""

from __future__ import annotations

import ast
from collections.abc import Iterator

from tools.lints.base import File, Finding, Lint, PythonFile, dotted

NAME = "logs"
REASON = (
    "Logs are read by people who may not see customers, and kept where erasure does not reach: write a "
    "constant event name, and fields that are ids, codes, counts or durations."
)
LOGGERS = {"log", "logger", "_log", "_logger", "LOG", "LOGGER", "structlog.get_logger()"}
METHODS = {"debug", "info", "warning", "error", "exception", "critical", "log", "bind", "msg"}
FIELDS = {
    "attempt", "code", "count", "error", "exc_info", "host", "id", "job", "kind", "level", "limit", "method",
    "milliseconds", "mode", "pid", "port", "process", "queue", "restarts", "retry_in", "role", "room", "route",
    "signal", "size", "state", "status", "table", "task", "tick", "version",
}  # fmt: skip
# `error` is the error's class name, never its text.
ENDINGS = (
    "_id",
    "_ids",
    "_count",
    "_at",
    "_date",
    "_seconds",
    "_ms",
    "_bytes",
    "_code",
    "_kind",
    "_version",
    "_pid",
)


def check(file: File) -> Iterator[Finding]:
    if not isinstance(file, PythonFile) or not file.inside:
        return
    for node in ast.walk(file.tree):
        if not (isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute)):
            continue
        if node.func.attr not in METHODS or dotted(node.func.value).split(".")[-1] not in LOGGERS:
            continue
        for problem in _problems(node):
            yield Finding(str(file.path), node.lineno, NAME, f"{problem} {REASON}")


def _problems(call: ast.Call) -> Iterator[str]:
    if call.args and not (isinstance(call.args[0], ast.Constant) and isinstance(call.args[0].value, str)):
        yield "a log message is put together from values."
    if len(call.args) > 1:
        yield "a log call passes values by position."
    for name in _fields(call):
        if name is None:
            yield "a log call passes a mapping whose fields cannot be seen here."
        elif name not in FIELDS and not name.endswith(ENDINGS):
            yield f"`{name}` is not on the list of fields that a log may hold (tools/lints/logs.py)."


def _fields(call: ast.Call) -> Iterator[str | None]:
    """The names of what a call logs, by keyword or in ``extra={...}``; None for one that cannot be seen."""
    for keyword in call.keywords:
        if keyword.arg != "extra":
            yield keyword.arg
        elif not isinstance(keyword.value, ast.Dict):
            yield None
        else:
            for key in keyword.value.keys:
                yield key.value if isinstance(key, ast.Constant) and isinstance(key.value, str) else None


LINT = Lint(NAME, check)
