"""How a process notices that the one that started it is gone, even after ``kill -9``."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable

GRACE = 8.0  # seconds from the polite signal to the end


class Lifeline:
    """A pipe that nobody writes to, and that the system closes when the supervisor ends: end of file says so."""

    def __init__(self) -> None:
        self._end, self._ours = os.pipe()

    def hold(self) -> None:
        """In a process that the supervisor forked: end it when the supervisor ends."""
        os.close(self._ours)
        _watch(lambda: os.read(self._end, 1))


def end_with_parent() -> None:
    """End this process when the process that forked it ends; for the servers that an HTTP process forks."""
    parent = multiprocessing.parent_process()
    if parent is not None:
        _watch(parent.join)


def _watch(wait: Callable[[], object]) -> None:
    def watch() -> None:
        wait()
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE)
        os._exit(os.EX_TEMPFAIL)

    threading.Thread(target=watch, name="lifeline", daemon=True).start()
