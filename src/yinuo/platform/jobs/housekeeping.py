"""Ticks of the jobs room itself: say that the clock lives, rescue jobs of dead workers, forget old ones."""

from __future__ import annotations

import os
import socket
from datetime import datetime, timedelta

from asgiref.sync import async_to_sync
from django.db import connection
from procrastinate.contrib.django import app

from yinuo.platform.jobs.models import Beat
from yinuo.platform.jobs.processes.ticks import register_tick
from yinuo.platform.jobs.transactions import transaction

BEAT_EVERY = timedelta(seconds=5)
RESCUE_EVERY = timedelta(seconds=10)
FORGET_EVERY = timedelta(hours=1)
DEAD_CLOCK = timedelta(days=1)
STALLED_AFTER = 30.0  # seconds without a worker's heartbeat, which comes every five
KEEP_HOURS = 30 * 24  # how long a job that was given up can be looked at


def register() -> None:
    """Let every clock process keep house."""
    register_tick("clock.beat", beat)
    register_tick("jobs.rescue", rescue_jobs)
    register_tick("jobs.forget", forget_jobs, at_most=FORGET_EVERY.total_seconds())


def beat(now: datetime) -> datetime:
    """Note that this clock process lives."""
    process = f"{socket.gethostname()[:100]}:{os.getpid()}"
    Beat.objects.update_or_create(process=process, defaults={"beat_at": now})
    Beat.objects.filter(beat_at__lt=now - DEAD_CLOCK).delete()
    return now + BEAT_EVERY


def rescue_jobs(now: datetime) -> datetime:
    """Queue jobs again whose worker died under them; a job may therefore run twice, and must bear it."""
    with transaction():
        if alone("jobs.rescue"):
            stalled = async_to_sync(app.job_manager.get_stalled_jobs)(seconds_since_heartbeat=STALLED_AFTER)
            for job in stalled:
                async_to_sync(app.job_manager.retry_job)(job=job, retry_at=now)
    return now + RESCUE_EVERY


def forget_jobs(now: datetime) -> datetime:
    """Delete jobs that were given up a month ago; successful ones go at once."""
    async_to_sync(app.job_manager.delete_old_jobs)(
        nb_hours=KEEP_HOURS, include_failed=True, include_cancelled=True, include_aborted=True
    )
    return now + FORGET_EVERY


def alone(what: str) -> bool:
    """Whether no other process does ``what`` until our transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(hashtext(%s))", [what])
        [(taken,)] = cursor.fetchall()
    return bool(taken)
