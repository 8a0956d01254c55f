"""Background jobs for tests, and one write that ends as its caller wishes."""

from __future__ import annotations

import sys
import time
from datetime import UTC, datetime

from yinuo.platform.jobs.public import defer, task, transaction

AT = datetime(2026, 3, 2, tzinfo=UTC)
done: list[dict[str, object]] = []


@task()
def note(**arguments: object) -> None:
    """Remember what we were called with."""
    done.append(arguments)


@task()
def defer_and_fail() -> None:
    """Defer another job in a transaction that does not commit."""
    with transaction():
        defer(note, by="a job that failed")
        raise ArithmeticError


@task()
def defer_and_commit() -> None:
    """Defer another job in a transaction that commits."""
    with transaction():
        defer(note, by="a job")


def write(name: str) -> None:
    """One business write: a row and the job that follows from it."""
    from yinuo.platform.jobs.models import Beat

    Beat.objects.create(process=name, beat_at=AT)
    defer(note, name=name, number=7, nested={"text": "一诺千金"})


def write_and_wait(*, commit: bool) -> None:
    """Write, say so on standard output at the chosen moment, and wait to be killed."""
    with transaction():
        write("kill test")
        if not commit:
            say_and_wait()
    say_and_wait()


def say_and_wait() -> None:
    sys.stdout.write("now\n")
    sys.stdout.flush()
    time.sleep(600)
