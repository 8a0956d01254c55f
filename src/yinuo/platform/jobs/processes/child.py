"""
One program that the supervisor keeps alive, in a process forked from the supervisor.

A fork has everything loaded that the supervisor has: a start loads the rooms once, not once for each process,
and whoever comes back after a death is there at once, of the same release as the others.
"""

from __future__ import annotations

import contextlib
import multiprocessing
import os
import signal
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FIRST_DELAY = 0.2  # seconds; doubled with each death
LONGEST_DELAY = 30.0
STEADY_AFTER = 60.0  # seconds; who lived this long starts again without delay
_FORK = multiprocessing.get_context("fork")
_INHERITED = (signal.SIGTERM, signal.SIGHUP, signal.SIGCHLD)


@dataclass(frozen=True, kw_only=True)
class Program:
    """
    What to run, under which name it is spoken of.

    Attributes:
        run: called in the process; SystemExit carries the exit code.
    """

    name: str
    run: Callable[[], object]


def next_delay(*, deaths: int) -> float:
    """Seconds to wait before the next start after so many deaths in a row."""
    return min(FIRST_DELAY * 2.0 ** min(deaths - 1, 20), LONGEST_DELAY)


def how_it_ended(code: int) -> str:
    """An exit code in words."""
    if code >= 0:
        return f"code {code}"
    try:
        return f"signal {signal.Signals(-code).name}"
    except ValueError:
        return f"signal {-code}"


class Child:
    """A program and its process, which has a session of its own: Ctrl-C reaches the supervisor only."""

    def __init__(self, program: Program) -> None:
        self.program = program
        self.deaths = 0
        self.start_at = 0.0  # monotonic seconds
        self._started_at = 0.0
        self._process: multiprocessing.context.ForkProcess | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def start(self, *, leave: Callable[[], object], now: float) -> None:
        """
        Start the process at ``now`` (monotonic seconds).

        Args:
            leave: called first in the new process: it lets go of what belongs to the supervisor alone.
        """
        self._started_at = now
        self._process = _FORK.Process(target=_live, args=(self.program, leave), name=self.program.name)
        self._process.start()

    def reap(self, *, now: float) -> str | None:
        """
        How the process ended, or None while it lives or has not been started.

        Whatever it left behind in its session is ended too, and its next start is set.
        """
        if self._process is None or self._process.exitcode is None:
            return None
        code = self._process.exitcode
        _kill_group(self._process)
        self._process = None
        self.deaths = 1 if now - self._started_at > STEADY_AFTER else self.deaths + 1
        self.start_at = now + next_delay(deaths=self.deaths)
        return how_it_ended(code)

    def terminate(self) -> None:
        """Ask the process to end; it ends what it started itself."""
        if self._process is not None:
            self._process.terminate()

    def kill(self) -> None:
        """End the process and all it started."""
        if self._process is not None:
            _kill_group(self._process)
            self._process.kill()
            self._process.join()

    def has_ended(self) -> bool:
        return self._process is None or self._process.exitcode is not None


def _live(program: Program, leave: Callable[[], object]) -> None:
    """The life of the new process."""
    os.setsid()
    signal.set_wakeup_fd(-1)
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for number in _INHERITED:
        signal.signal(number, signal.SIG_DFL)
    with contextlib.suppress(OSError):  # where the system has such a file: what ps and top show
        Path("/proc/self/comm").write_text(f"yinuo {program.name}")
    leave()
    program.run()


def _kill_group(leader: multiprocessing.context.ForkProcess) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader.pid or 0, signal.SIGKILL)
