"""Background jobs: stored in the same database, so a rolled-back write leaves no job."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from typing import Any

from procrastinate import RetryStrategy
from procrastinate.contrib.django import app
from procrastinate.tasks import Task

from yinuo.platform.jobs.transactions import after_sending

# Attempts after 4, 16, 64 seconds and so on; the last one four and a half hours after the one before.
PATIENT = RetryStrategy(max_attempts=7, exponential_wait=4)


def task(*, queue: str = "default") -> Callable[[Callable[..., Any]], Task[Any, Any, Any]]:
    """
    Declare a background job in a room's ``tasks.py``.

    A job loads and calls one operation; it may run more than once and must bear it.
    """

    def declare(function: Callable[..., Any]) -> Task[Any, Any, Any]:
        name = f"{function.__module__}.{function.__name__}"
        return app.task(queue=queue, retry=PATIENT, name=name)(function)

    return declare


def defer(job: Task[Any, Any, Any], *, at: datetime | None = None, **arguments: Any) -> None:
    """Store a job in the open transaction; it runs after the commit, or never."""

    def store() -> None:
        job.configure(schedule_at=at).defer(**arguments)

    after_sending(store)
