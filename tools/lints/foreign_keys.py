"""Foreign keys point down the floors, and never from one feature to another."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path

from tools.lints.base import FLOORS, File, Finding, Lint, PythonFile, dotted

NAME = "foreign-keys"
REASON = (
    "A foreign key up or across ties two rooms' tables together for ever: keep the id, or let the upper "
    "room point down."
)
KEYS = {"ForeignKey", "OneToOneField", "ManyToManyField"}
# Django's own tables, and the one that settings name.
BELOW_ALL = {"auth", "contenttypes", "sessions", "self"}


def floors_of_labels() -> dict[str, tuple[str, ...]]:
    """Each application label with its floor and room; the label is the room's folder name."""
    root = Path(__file__).parents[2] / "src" / "yinuo"
    found = {}
    for apps in root.rglob("apps.py"):
        parts = apps.relative_to(root).parts[:-1]
        found[parts[-1]] = parts
    return found


def check(file: File) -> Iterator[Finding]:
    if not isinstance(file, PythonFile) or not file.floor or "models" not in str(file.path):
        return
    for node in ast.walk(file.tree):
        if not (isinstance(node, ast.Call) and dotted(node.func).split(".")[-1] in KEYS):
            continue
        target = _target(node)
        if target is not None and (problem := _problem(file.room, target)):
            yield Finding(str(file.path), node.lineno, NAME, f"{problem} {REASON}")


def _target(call: ast.Call) -> str | None:
    named = [keyword.value for keyword in call.keywords if keyword.arg == "to"]
    first = call.args[0] if call.args else (named[0] if named else None)
    if isinstance(first, ast.Constant) and isinstance(first.value, str) and "." in first.value:
        return first.value.split(".")[0]
    return "identity" if first is not None and dotted(first) == "settings.AUTH_USER_MODEL" else None


def _problem(room: tuple[str, ...], label: str) -> str | None:
    if label in BELOW_ALL:
        return None
    target = floors_of_labels().get(label)
    if target is None or target == room:
        return None
    if FLOORS.index(target[0]) > FLOORS.index(room[0]):
        return f"{'/'.join(room)} points up to {'/'.join(target)}."
    if room[0] == target[0] == "features":
        return f"{'/'.join(room)} points across to {'/'.join(target)}."
    return None


LINT = Lint(NAME, check)
