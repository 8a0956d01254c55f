"""A fuzzer on the stand-alone verifier: nothing breaks it, and nothing altered passes."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

pytestmark = pytest.mark.soak
SECONDS = int(os.environ.get("YINUO_SOAK_SECONDS", "120"))
PROGRAM = Path(__file__).with_name("fuzz_verifier.py")


@pytest.mark.timeout(3600)
def test_nothing_breaks_the_verifier_and_nothing_altered_passes(tmp_path: Path) -> None:
    pytest.importorskip("atheris")
    seconds = min(SECONDS, 600)
    command = [sys.executable, str(PROGRAM), f"-max_total_time={seconds}", "-max_len=4096", str(tmp_path)]
    done = subprocess.run(command, capture_output=True, text=True, check=False, cwd=tmp_path)
    assert done.returncode == 0, done.stderr[-3000:]
    print(done.stderr.strip().splitlines()[-1])
