"""How a process notices that the one that started it is gone, even after ``kill -9``."""

from __future__ import annotations

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable

VARIABLE = "YINUO_LIFELINE"
GRACE = 8.0  # seconds from the polite signal to the end


class Lifeline:
    """
    The supervisor's end: a pipe that nobody writes to, and that the system closes when we end.

    Children inherit ``child_end`` and read from it; end of file means that we are gone.
    """

    def __init__(self) -> None:
        self.child_end, self._ours = os.pipe()

    def environment(self) -> dict[str, str]:
        """What a child's environment needs to find its end."""
        return {VARIABLE: str(self.child_end)}


def hold_lifeline() -> None:
    """End this process when its supervisor ends; nothing happens in a process that was started alone."""
    number = os.environ.pop(VARIABLE, None)
    if number is None:
        return
    end = int(number)
    os.set_inheritable(end, False)
    _watch(lambda: os.read(end, 1))


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
