"""Keep all processes of one installation alive, and end them cleanly."""

from __future__ import annotations

import contextlib
import os
import select
import signal
import time
from collections.abc import Callable, Sequence
from types import FrameType

from yinuo.platform.jobs.postgres.server import CannotStartDatabase, Server
from yinuo.platform.jobs.processes.child import Child, Program, next_delay
from yinuo.platform.jobs.processes.lifeline import Lifeline

POLITE = 10.0  # seconds from SIGTERM to SIGKILL
ECHO = 1.0  # seconds in which a second signal is the same one: make passes SIGTERM on to us
GLANCE = 1.0  # seconds between two looks at everything; signals wake us earlier
ENDING = (signal.SIGTERM, signal.SIGINT, signal.SIGHUP)


class Supervisor:
    """
    Starts programs, restarts those that die with growing delays, and says so.

    The embedded database is started first, watched like the others, and ended last.

    Args:
        not_for_children: called in each child's process: gives up what the supervisor alone may hold.
    """

    def __init__(
        self,
        *,
        programs: Sequence[Program],
        database: Server | None,
        report: Callable[[str], None],
        not_for_children: Callable[[], None],
    ) -> None:
        self._children = [Child(program) for program in programs]
        self._database = database
        self._report = report
        self._not_for_children = not_for_children
        self._lifeline = Lifeline()
        self._first_signal_at: float | None = None  # monotonic seconds
        self._is_impatient = False
        self._is_watching = False
        self._database_deaths = 0
        self._database_at = 0.0  # monotonic seconds
        self._wake, wake_end = os.pipe()
        os.set_blocking(self._wake, False)
        os.set_blocking(wake_end, False)
        self._wake_end = wake_end

    @property
    def is_stopping(self) -> bool:
        return self._first_signal_at is not None

    def listen_to_signals(self) -> None:
        """
        From now on SIGTERM, Ctrl-C and a closed terminal ask for the end; to be called early.

        Until ``start`` they raise KeyboardInterrupt, so that whatever is being prepared is left off.
        """
        signal.set_wakeup_fd(self._wake_end, warn_on_full_buffer=False)
        for number in ENDING:
            signal.signal(number, self._on_signal)
        signal.signal(signal.SIGCHLD, lambda *_: None)  # wakes the loop

    def start(self) -> None:
        """Start every program."""
        self._is_watching = True
        for child in self._children:
            self._start(child)

    def run(self) -> None:
        """Watch until a signal asks for the end."""
        while not self.is_stopping:
            self.watch_once()

    def watch_once(self, *, at_most: float = GLANCE) -> None:
        """One look at everything, then sleep until a signal, the next thing to do, or ``at_most`` seconds."""
        now = time.monotonic()
        if self._database is not None and not self._database.is_alive():
            self._restart(self._database, now)
        for child in self._children:
            ended = child.reap(now=now)
            if ended is not None and not self.is_stopping:
                self._report(
                    f"{child.program.name} ended ({ended}); starting it again in {child.start_at - now:.1f} s"
                )
            if not child.is_running and now >= child.start_at and not self.is_stopping:
                self._start(child)
        waiting = [child.start_at - time.monotonic() for child in self._children if not child.is_running]
        self._sleep(min([at_most, *waiting]))

    def stop(self) -> None:
        """End the programs, then the database; the slow are killed, all after a second Ctrl-C."""
        self._is_watching = True
        for child in self._children:
            child.terminate()
        deadline = time.monotonic() + POLITE
        while not all(child.has_ended() for child in self._children):
            if time.monotonic() > deadline or self._is_impatient:
                break
            self._sleep(0.1)
        for child in self._children:
            if not child.has_ended():
                self._report(f"{child.program.name} did not end when asked; it was killed")
            child.kill()
        if self._database is not None:
            self._database.stop()

    def _start(self, child: Child) -> None:
        child.start(leave=self._leave, now=time.monotonic())

    def _leave(self) -> None:
        """In the process of a child: let go of what is the supervisor's alone."""
        self._lifeline.hold()
        os.close(self._wake)
        os.close(self._wake_end)
        self._not_for_children()

    def _restart(self, database: Server, now: float) -> None:
        if now < self._database_at:
            return
        self._report("The embedded database ended; starting it again")
        try:
            database.ensure_started()
        except CannotStartDatabase as error:
            self._database_deaths += 1
            self._database_at = time.monotonic() + next_delay(deaths=self._database_deaths)
            self._report(str(error))
        else:
            self._database_deaths = 0
            self._report("The embedded database is back")

    def _sleep(self, seconds: float) -> None:
        readable, _, _ = select.select([self._wake], [], [], max(seconds, 0.0))
        if readable:
            with contextlib.suppress(BlockingIOError):
                os.read(self._wake, 4096)

    def _on_signal(self, _number: int, _frame: FrameType | None) -> None:
        now = time.monotonic()
        if self._first_signal_at is None:
            self._first_signal_at = now
        elif now - self._first_signal_at > ECHO:
            self._is_impatient = True
        if not self._is_watching:
            raise KeyboardInterrupt
