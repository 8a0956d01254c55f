"""Everything that the evidence says has a name that an auditor reads."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import yinuo
from yinuo.platform.audit.public import known_actions

SOURCES = Path(yinuo.__file__).parent
# Of a room and a deed, as every action is written; steps such as "withdrawn" are put together where they are noted.
ACTION = re.compile(r"""\baction=["']([a-z_]+\.[a-z_]+)["']""")
WRITTEN = sorted(
    {found for path in SOURCES.rglob("*.py") for found in ACTION.findall(path.read_text(encoding="utf-8"))}
)


def test_the_actions_are_found() -> None:
    assert {"case.opened", "identity.staff_created", "vault.data_rotated", "house.backed_up"} <= set(WRITTEN)


@pytest.mark.parametrize("action", WRITTEN)
def test_the_action_has_a_name(action: str) -> None:
    assert dict(known_actions()).get(action), f"{action}: name it in its room's wording.py"
