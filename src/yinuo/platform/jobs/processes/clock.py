"""The clock process: calls every registered tick when it is due."""

from __future__ import annotations

import logging
import signal
import threading
import time
from collections.abc import Callable
from datetime import datetime

import psycopg
from django.db import close_old_connections
from django.utils import timezone
from psycopg import sql

from yinuo.platform.jobs.processes.child import next_delay
from yinuo.platform.jobs.processes.notifications import CLOCK_CHANNEL, listening_parameters
from yinuo.platform.jobs.processes.ticks import Tick, registered_ticks

logger = logging.getLogger(__name__)
SHORTEST_SLEEP = 0.05  # seconds; a tick that always says "now" must not burn a processor


class Hand(threading.Thread):
    """One tick on a thread of its own: slow or failing, it holds nobody else up."""

    def __init__(self, tick: Tick, stop: threading.Event, *, now: Callable[[], datetime]) -> None:
        super().__init__(name=f"tick-{tick.name}", daemon=True)
        self.tick = tick
        self.wake = threading.Event()
        self._stopping = stop
        self._now = now
        self._failures = 0

    def run(self) -> None:
        while not self._stopping.is_set():
            self.wake.clear()
            pause = self.call_once()
            self.wake.wait(pause)

    def call_once(self) -> float:
        """Call the tick once; seconds until it wants to be called again."""
        close_old_connections()
        try:
            next_at = self.tick.function(self._now())
        except Exception as error:  # one failing tick must not stop the others
            self._failures += 1
            delay = next_delay(deaths=self._failures)
            logger.exception(
                "tick failed",
                extra={"tick": self.tick.name, "error": type(error).__name__, "retry_in": delay},
            )
            return delay
        finally:
            close_old_connections()
        self._failures = 0
        if next_at is None:
            return self.tick.at_most
        return min(max((next_at - self._now()).total_seconds(), SHORTEST_SLEEP), self.tick.at_most)


class Clock:
    """All ticks of one process, woken together by a notification or by their own time."""

    def __init__(
        self, ticks: tuple[Tick, ...] | None = None, *, now: Callable[[], datetime] = timezone.now
    ) -> None:
        self._stop = threading.Event()
        chosen = registered_ticks() if ticks is None else ticks
        self._hands = [Hand(tick, self._stop, now=now) for tick in chosen]

    def stop(self) -> None:
        """Let every tick finish what it is at, then end."""
        self._stop.set()
        for hand in self._hands:
            hand.wake.set()

    def run(self) -> None:
        """Call ticks and listen until ``stop``."""
        for hand in self._hands:
            hand.start()
        failures = 0
        while not self._stop.is_set():
            try:
                self._listen()
                failures = 0
            except psycopg.Error as error:
                failures += 1
                logger.warning("clock cannot listen", extra={"error": type(error).__name__})
                self._stop.wait(next_delay(deaths=failures))
        for hand in self._hands:
            hand.join(timeout=8)

    def _listen(self) -> None:
        with psycopg.connect(**listening_parameters()) as connection:
            connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CLOCK_CHANNEL)))
            self._wake("")  # whatever was announced while nobody listened
            while not self._stop.is_set():
                for notification in connection.notifies(timeout=0.5):
                    self._wake(notification.payload)

    def _wake(self, name: str) -> None:
        for hand in self._hands:
            if name in {"", hand.tick.name}:
                hand.wake.set()


def run_clock() -> None:
    """Run the clock until SIGTERM or Ctrl-C."""
    clock = Clock()
    stopping = threading.Event()

    def on_signal(_number: int, _frame: object) -> None:
        stopping.set()

    signal.signal(signal.SIGTERM, on_signal)
    signal.signal(signal.SIGINT, on_signal)
    runner = threading.Thread(target=clock.run, name="clock")
    runner.start()
    while not stopping.is_set() and runner.is_alive():
        time.sleep(0.2)
    clock.stop()
    runner.join()
