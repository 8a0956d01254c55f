"""
How long a start takes, beside what its parts need alone.

Prints the seconds to a healthy web process for the first start (database made, tables, demo story) and for a
later one; and in the same run the floor of a later start: the embedded database started by itself, and Django
loaded once.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from tests.processes.installation import Installation
from yinuo.platform.jobs.postgres.location import Location
from yinuo.platform.jobs.postgres.server import Server

LATER_STARTS = 3


def seconds(work: Callable[[], object]) -> float:
    """How long ``work`` takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def load_django(home: Path) -> None:
    """Load Django and all rooms in a fresh interpreter, as each process does."""
    subprocess.run(
        [sys.executable, "-c", "import django; django.setup()"],
        env=os.environ | {"DJANGO_SETTINGS_MODULE": "yinuo.site.settings", "YINUO_HOME": str(home)},
        check=True,
    )


def main() -> None:
    """Measure and print."""
    with tempfile.TemporaryDirectory(prefix="yinuo-bench-") as folder:
        home = Path(folder) / "var"
        house = Installation(home)
        first = seconds(lambda: house.start(YINUO_DEMO_STORY="1"))
        house.stop()
        later = []
        for _ in range(LATER_STARTS):
            later.append(seconds(lambda: house.start(YINUO_DEMO_STORY="1")))
            house.stop()
        server = Server(Location(home))
        floor = seconds(server.ensure_started)
        server.stop()
        floor += seconds(lambda: load_django(home))
    best = min(later)
    print(f"first start, with database and demo story   {first:6.1f} s")
    print(f"later start, best of {LATER_STARTS}                      {best:6.1f} s")
    print(f"floor: database alone + Django loaded once  {floor:6.1f} s")
    print(f"later start / floor                         {best / floor:6.1f}")


if __name__ == "__main__":
    main()
