"""The reference of settings names exactly the variables that are read."""

from __future__ import annotations

import re
from pathlib import Path

from yinuo.site.config import read_config

REFERENCE = Path(__file__).parents[2] / "docs" / "reference" / "settings.md"
READ_ELSEWHERE = {"YINUO_POSTGRES_BIN"}  # where the embedded database's programs lie


class Recording(dict[str, str]):
    """An empty environment that remembers what it was asked for."""

    def __init__(self) -> None:
        super().__init__()
        self.asked: set[str] = set()

    def get(self, name: str, default: object = None) -> object:  # type: ignore[override]
        self.asked.add(name)
        return default


def documented() -> set[str]:
    """The variables that the tables name in their first two columns."""
    cells = [
        cell
        for line in REFERENCE.read_text().splitlines()
        if line.startswith("| ")
        for cell in line.split(" | ")[:2]
    ]
    return {name for cell in cells for name in re.findall(r"`([A-Z][A-Z0-9_]+)`", cell)}


def test_every_setting_is_documented_and_every_documented_setting_exists() -> None:
    environment = Recording()
    read_config(environment)
    assert documented() == environment.asked | READ_ELSEWHERE


def test_the_example_of_the_units_holds_only_settings_that_exist() -> None:
    example = Path(__file__).parents[2] / "deploy" / "systemd" / "yinuo.env.example"
    environment = Recording()
    read_config(environment)
    set_there = {
        line.partition("=")[0] for line in example.read_text().splitlines() if re.match(r"[A-Z]", line)
    }
    assert set_there <= environment.asked
