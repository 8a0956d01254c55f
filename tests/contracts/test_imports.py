"""Floors, doors and house rules hold in the whole tree."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
COMMANDS = {
    "floors and doors": (str(Path(sys.executable).parent / "lint-imports"), "--no-logo"),
    "house rules": (sys.executable, "-m", "tools.lints"),
}


# In processes of their own: a browser test's greenlets in this one upset Python 3.11's parser.
@pytest.mark.parametrize("what", COMMANDS)
def test_the_whole_tree_holds(what: str) -> None:
    done = subprocess.run(COMMANDS[what], cwd=ROOT, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stdout + done.stderr
