"""The table of security checks names tests that exist, and says of each check whether it holds."""

from __future__ import annotations

import ast
import re
from functools import cache
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
TABLE = ROOT / "docs" / "reference" / "security-checks.md"
TEST = re.compile(r"`(tests/[\w/]+\.py)::(\w+)`")


def rows() -> list[list[str]]:
    lines = [line for line in TABLE.read_text(encoding="utf-8").splitlines() if re.match(r"\| \d+ \|", line)]
    return [[cell.strip() for cell in line.strip().strip("|").split("|")] for line in lines]


@cache
def names_in(file: str) -> set[str]:
    path = ROOT / file
    if not path.is_file():
        return set()
    tree = ast.parse(path.read_text(encoding="utf-8"))
    return {node.name for node in ast.walk(tree) if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef)}


def test_all_forty_stand_there_in_order() -> None:
    assert [row[0] for row in rows()] == [str(number) for number in range(1, 41)]


@pytest.mark.parametrize("row", rows(), ids=lambda row: row[0])
def test_a_check_names_tests_that_exist_or_says_what_is_missing(row: list[str]) -> None:
    _number, check, state, where = row
    named = TEST.findall(where)
    assert check
    assert [f"{file}::{name}" for file, name in named if name not in names_in(file)] == []
    assert all(name.startswith("test_") for _file, name in named)
    if state == "held":
        assert named
    else:
        assert state == "open"
        assert "Missing: " in where
