"""One program that the supervisor keeps alive."""

from __future__ import annotations

import contextlib
import os
import signal
import subprocess
from collections.abc import Mapping
from dataclasses import dataclass

FIRST_DELAY = 0.2  # seconds; doubled with each death
LONGEST_DELAY = 30.0
STEADY_AFTER = 60.0  # seconds; who lived this long starts again without delay


@dataclass(frozen=True, kw_only=True)
class Program:
    """What to run, under which name it is spoken of."""

    name: str
    command: tuple[str, ...]


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
        self._process: subprocess.Popen[bytes] | None = None

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def start(self, *, environment: Mapping[str, str], inherit: int, now: float) -> None:
        """Start the process at ``now`` (monotonic seconds), with the file ``inherit`` open."""
        self._started_at = now
        self._process = subprocess.Popen(
            self.program.command,
            env=dict(environment),
            stdin=subprocess.DEVNULL,
            pass_fds=(inherit,),
            start_new_session=True,
        )

    def reap(self, *, now: float) -> str | None:
        """
        How the process ended, or None while it lives or has not been started.

        Whatever it left behind in its session is ended too, and its next start is set.
        """
        if self._process is None or self._process.poll() is None:
            return None
        code = self._process.returncode
        _kill_group(self._process.pid)
        self._process = None
        self.deaths = 1 if now - self._started_at > STEADY_AFTER else self.deaths + 1
        self.start_at = now + next_delay(deaths=self.deaths)
        return how_it_ended(code)

    def terminate(self) -> None:
        """Ask the process to end; it ends what it started itself."""
        if self._process is not None and self._process.poll() is None:
            self._process.terminate()

    def kill(self) -> None:
        """End the process and all it started."""
        if self._process is not None:
            _kill_group(self._process.pid)
            self._process.wait()

    def has_ended(self) -> bool:
        return self._process is None or self._process.poll() is not None


def _kill_group(leader: int) -> None:
    with contextlib.suppress(ProcessLookupError, PermissionError):
        os.killpg(leader, signal.SIGKILL)
