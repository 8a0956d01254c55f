"""Work that is spread over processes: whoever kills the one that asked leaves none of the others behind."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
import time
from pathlib import Path

WORK = """
import os, time
from pathlib import Path

def hold(rows):
    Path(rows[0]).write_text(str(os.getpid()))
    time.sleep(600)

if __name__ == "__main__":
    import django, sys
    django.setup()
    from yinuo.platform.jobs.public import spread
    list(spread([[f"{sys.argv[1]}/{number}"] for number in range(2)], processes=2, work=hold))
"""


def test_helpers_end_with_the_process_that_asked(tmp_path: Path) -> None:
    script = tmp_path / "work.py"
    script.write_text(WORK)
    asking = subprocess.Popen(
        [sys.executable, str(script), str(tmp_path)],
        env=os.environ
        | {
            "YINUO_HOME": str(tmp_path),
            "YINUO_MODE": "demo",
            "DJANGO_SETTINGS_MODULE": "yinuo.site.settings",
        },
    )
    try:
        helpers = [_number_in(tmp_path / str(number)) for number in range(2)]
    finally:
        asking.send_signal(signal.SIGKILL)
        asking.wait()
    end = time.monotonic() + 60
    while any(_is_alive(helper) for helper in helpers):
        assert time.monotonic() < end, "a helper went on alone"
        time.sleep(0.1)


def _number_in(path: Path) -> int:
    end = time.monotonic() + 60
    while not (path.exists() and path.read_text()):
        assert time.monotonic() < end, "no helper began"
        time.sleep(0.1)
    return int(path.read_text())


def _is_alive(process: int) -> bool:
    state = Path(f"/proc/{process}/stat")
    try:
        return state.read_text().rpartition(")")[2].split()[0] != "Z"
    except (FileNotFoundError, ProcessLookupError):
        return False
