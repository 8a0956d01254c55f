"""The clock calls what is due, whoever else fails, sleeps or is slow."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

import pytest
from django.db import connection

from yinuo.platform.jobs.housekeeping import beat
from yinuo.platform.jobs.processes.clock import Clock
from yinuo.platform.jobs.processes.ticks import Tick, registered_ticks
from yinuo.platform.jobs.public import process_state, transaction, wake_clock

pytestmark = pytest.mark.django_db(transaction=True)
AT_START = 2  # calls at most: the first one, and another when the clock has begun to listen
PATIENCE = 60.0  # seconds; a shared machine may be slow


def now() -> datetime:
    return datetime.now(UTC)


class Counting:
    """A tick that counts its calls and answers as told."""

    def __init__(
        self, name: str, answer: Callable[[datetime], datetime | None], at_most: float = 60.0
    ) -> None:
        self.calls = 0
        self.tick = Tick(name=name, function=self._call, at_most=at_most)
        self._answer = answer

    def _call(self, moment: datetime) -> datetime | None:
        self.calls += 1
        return self._answer(moment)


@contextmanager
def clock_of(*counting: Counting) -> Iterator[None]:
    clock = Clock(tuple(one.tick for one in counting), now=now)
    thread = threading.Thread(target=clock.run)
    thread.start()
    try:
        yield
    finally:
        clock.stop()
        thread.join(timeout=PATIENCE)
        assert not thread.is_alive()


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + PATIENCE
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.01)


def cut() -> int:
    """End the connections on which somebody listens; how many there were."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE application_name = 'yinuo-listen' AND datname = current_database()"
        )
        return cursor.rowcount


def fail(_: datetime) -> datetime:
    raise ArithmeticError("secret of a customer")


def test_a_tick_is_called_when_it_asked_to_be() -> None:
    soon = Counting("soon", lambda moment: moment + timedelta(milliseconds=100))
    later = Counting("later", lambda moment: moment + timedelta(hours=1))
    with clock_of(soon, later):
        wait_until(lambda: soon.calls >= 4)
        assert later.calls <= AT_START


def test_a_failing_tick_is_tried_again_and_stops_nobody(caplog: pytest.LogCaptureFixture) -> None:
    broken = Counting("broken", fail)
    healthy = Counting("healthy", lambda moment: moment + timedelta(milliseconds=50))
    with clock_of(broken, healthy):
        wait_until(lambda: healthy.calls >= 5 and broken.calls >= 2)
    assert "tick failed" in caplog.text


def test_a_slow_tick_delays_nobody() -> None:
    release = threading.Event()

    def sleep(_: datetime) -> None:
        release.wait(PATIENCE)

    slow = Counting("slow", sleep)
    quick = Counting("quick", lambda moment: moment + timedelta(milliseconds=50))
    with clock_of(slow, quick):
        wait_until(lambda: quick.calls >= 5)
        release.set()


def test_work_that_becomes_due_earlier_wakes_its_tick_at_the_commit() -> None:
    mine, other = Counting("mine", lambda _: None), Counting("other", lambda _: None)
    with clock_of(mine, other):
        wait_until(lambda: mine.calls and other.calls)
        time.sleep(0.3)
        before = mine.calls
        with transaction():
            wake_clock(tick="mine")
            time.sleep(0.3)
            assert mine.calls <= AT_START, "not before the commit"
        wait_until(lambda: mine.calls > before)
        assert other.calls <= AT_START
        before = other.calls
        wake_clock()
        wait_until(lambda: other.calls > before)


def test_a_lost_connection_is_made_again_and_everything_looked_at() -> None:
    mine = Counting("mine", lambda _: None)
    with clock_of(mine):
        wait_until(lambda: mine.calls)
        time.sleep(0.3)
        before = mine.calls
        wait_until(cut)
        wait_until(lambda: mine.calls > before)


def test_a_clock_says_that_it_lives() -> None:
    moment = now()
    assert process_state(now=moment).clock_seen_at is None
    beat(moment)
    assert process_state(now=moment).clock_seen_at == moment
    assert {"clock.beat", "jobs.rescue", "jobs.forget"} <= {tick.name for tick in registered_ticks()}
