"""How the background processes are doing, as the database knows it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from django.db import connection

_QUEUE = """
SELECT count(*),
       min(coalesce(job.scheduled_at,
                    (SELECT min(event.at) FROM procrastinate_events event WHERE event.job_id = job.id)))
  FROM procrastinate_jobs job
 WHERE job.status = 'todo' AND (job.scheduled_at IS NULL OR job.scheduled_at <= %(now)s)
"""
_FAILED = "SELECT count(*) FROM procrastinate_jobs WHERE status = 'failed'"
_WORKER = "SELECT max(last_heartbeat) FROM procrastinate_workers"
_CLOCK = "SELECT max(beat_at) FROM jobs_beat"


@dataclass(frozen=True, kw_only=True)
class ProcessState:
    """
    The queue and the processes that work on it.

    Attributes:
        due: jobs that could run now; oldest_due_at: since when the oldest of them could.
        failed: jobs that were given up.
        worker_seen_at, clock_seen_at: when one of them last said that it lives.
    """

    due: int
    oldest_due_at: datetime | None
    failed: int
    worker_seen_at: datetime | None
    clock_seen_at: datetime | None


def process_state(*, now: datetime) -> ProcessState:
    """The state at this moment."""
    with connection.cursor() as cursor:
        cursor.execute(_QUEUE, {"now": now})
        [(due, oldest)] = cursor.fetchall()
        return ProcessState(
            due=due,
            oldest_due_at=oldest,
            failed=_one(cursor, _FAILED),
            worker_seen_at=_one(cursor, _WORKER),
            clock_seen_at=_one(cursor, _CLOCK),
        )


def _one(cursor: Any, statement: str) -> Any:
    cursor.execute(statement)
    [(value,)] = cursor.fetchall()
    return value
