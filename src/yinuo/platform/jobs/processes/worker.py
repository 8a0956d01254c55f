"""The worker process: runs background jobs, several at a time."""

from __future__ import annotations

import asyncio

from procrastinate import App
from procrastinate.contrib.django import app as django_app

CONCURRENCY = 4
POLLING = 0.5  # seconds; a notification usually comes first
HEARTBEAT = 5.0  # seconds
STALLED_AFTER = 30.0  # seconds without a heartbeat: the worker is taken for dead
LAST_WORDS = 7.0  # seconds that running jobs get after SIGTERM; the supervisor waits ten


def worker_app() -> App:
    """
    The same jobs on connections of the worker's own.

    Jobs keep their link to the application's own connector, so what a job defers is stored in its
    transaction; procrastinate's ``replace_connector`` would store it at once.
    """
    app = App(
        connector=django_app.connector.get_worker_connector(),  # type: ignore[attr-defined]
        worker_defaults=django_app.worker_defaults,
    )
    app.tasks = django_app.tasks
    app.periodic_registry = django_app.periodic_registry
    return app


async def work(*, until_idle: bool = False) -> None:
    """Run jobs until SIGTERM, or until none is due."""
    app = worker_app()
    async with app.open_async():
        await app.run_worker_async(
            name="yinuo",
            concurrency=CONCURRENCY,
            wait=not until_idle,
            install_signal_handlers=not until_idle,
            fetch_job_polling_interval=POLLING,
            shutdown_graceful_timeout=LAST_WORDS,
            update_heartbeat_interval=HEARTBEAT,
            stalled_worker_timeout=STALLED_AFTER,
            delete_jobs="successful",
        )


def run_worker() -> None:
    """Run background jobs until SIGTERM or Ctrl-C."""
    asyncio.run(work())
