"""What every house lint is given and gives back."""

from __future__ import annotations

import ast
import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from pathlib import Path, PurePosixPath

EDGE_FOLDERS = {"staff", "portal", "rest", "cli", "processes", "management"}
EDGE_FILES = {"rest.py", "tasks.py", "middleware.py", "cli.py", "wsgi.py", "asgi.py"}
FLOORS = ("kernel", "platform", "core", "features", "insight", "site")


@dataclass(frozen=True, order=True)
class Finding:
    """One place that breaks a house rule; a ``warning`` is told but does not fail the build."""

    path: str
    line: int
    lint: str
    message: str
    warning: bool = False

    def __str__(self) -> str:
        kind = "warning: " if self.warning else ""
        return f"{self.path}:{self.line}: {kind}{self.message} [{self.lint}]"


@dataclass(frozen=True)
class SourceFile:
    """A tracked file below the repository's root."""

    path: PurePosixPath
    text: str

    @cached_property
    def lines(self) -> list[str]:
        return self.text.splitlines()

    def line(self, number: int) -> str:
        """The line with this number, counted from one."""
        return self.lines[number - 1] if 0 < number <= len(self.lines) else ""

    def excused(self, lint: str, number: int) -> bool:
        """Whether the line, or the one above it, says ``lint: <name>: <why>``."""
        pattern = re.compile(rf"lint: {re.escape(lint)}: \S+ \S+")
        return any(pattern.search(self.line(n)) for n in (number, number - 1))


@dataclass(frozen=True)
class PythonFile(SourceFile):
    """A Python module of ours, parsed."""

    @cached_property
    def tree(self) -> ast.Module:
        return ast.parse(self.text)

    @property
    def inside(self) -> tuple[str, ...]:
        """The path's parts below src/yinuo, or nothing for a file elsewhere."""
        parts = self.path.parts
        return parts[2:] if parts[:2] == ("src", "yinuo") else ()

    @property
    def floor(self) -> str:
        return self.inside[0] if len(self.inside) > 1 and self.inside[0] in FLOORS else ""

    @property
    def room(self) -> tuple[str, ...]:
        """Floor and room, such as ("core", "promises"); the floor alone where it has no rooms."""
        if self.floor in {"platform", "core", "features"} and len(self.inside) > 2:
            return self.inside[:2]
        return self.inside[:1] if self.floor else ()

    @property
    def is_edge(self) -> bool:
        """Whether this is a thin edge: it parses, makes one call, renders; and it may read the clock."""
        if not self.floor or self.floor == "kernel":
            return False
        below = self.inside[len(self.room) :]
        return bool(EDGE_FOLDERS.intersection(below[:-1])) or below[-1] in EDGE_FILES


class TemplateFile(SourceFile):
    """A Django template of ours."""


class ScriptFile(SourceFile):
    """A script of ours that browsers run."""


File = PythonFile | TemplateFile | ScriptFile
Check = Callable[[File], Iterable[Finding]]


@dataclass(frozen=True)
class Lint:
    """A house rule: its name, and the function that finds where it is broken."""

    name: str
    check: Check

    def findings(self, file: File) -> Iterator[Finding]:
        """What breaks this rule in ``file`` and is not excused there."""
        for finding in self.check(file):
            if not file.excused(self.name, finding.line):
                yield finding


def read(root: Path, path: PurePosixPath) -> File:
    """The file at ``path`` below ``root``, ready for the lints."""
    text = (root / path).read_text(encoding="utf-8")
    return made(path, text)


def made(path: PurePosixPath, text: str) -> File:
    """A file with this path and text, of the kind that its ending says."""
    kinds: dict[str, type[PythonFile] | type[ScriptFile]] = {".py": PythonFile, ".js": ScriptFile}
    return kinds.get(path.suffix, TemplateFile)(path, text)


def dotted(node: ast.AST) -> str:
    """``a.b.c`` for a chain of names, else nothing."""
    if isinstance(node, ast.Name):
        return node.id
    if isinstance(node, ast.Attribute):
        before = dotted(node.value)
        return f"{before}.{node.attr}" if before else ""
    return ""
