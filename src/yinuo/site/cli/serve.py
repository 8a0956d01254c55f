"""``yinuo serve``: everything under one supervisor."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from importlib import import_module

from yinuo.platform.jobs.postgres.server import Server
from yinuo.platform.jobs.processes.child import Program
from yinuo.platform.jobs.processes.lock import FolderLock
from yinuo.platform.jobs.processes.ports import check_free
from yinuo.platform.jobs.processes.supervisor import Supervisor
from yinuo.site.cli import failures, processes
from yinuo.site.cli.database import CannotTrustClock, check_database
from yinuo.site.cli.health import is_healthy
from yinuo.site.cli.preparation import (
    build_demo,
    close_connections,
    collect_static_files,
    migrate_tables,
)
from yinuo.site.cli.processes import load_django
from yinuo.site.cli.progress import Progress, report
from yinuo.site.config import Config, read_config

PROCESSES = {
    "web": processes.web,
    "live": processes.live,
    "worker": processes.worker,
    "clock": processes.clock,
}
EARLIEST = datetime(2026, 1, 1, tzinfo=UTC)  # older than this release: a clock before it is wrong
BACKWARDS = timedelta(minutes=5)  # what a clock may go back between two starts
HEALTHY_WITHIN = 60.0  # seconds


def serve() -> None:
    """Start everything, keep it running, and end it cleanly on SIGTERM or Ctrl-C."""
    config = read_config()
    lock = FolderLock(config.home)
    with ExitStack() as ending:
        before = lock.take(address=address(config), now=datetime.now(UTC))
        ending.callback(lock.release)
        check_clock(now=datetime.now(UTC), before=before)
        check_free(host=config.host, port=config.port, setting="PORT")
        check_free(host=config.host, port=config.live_port, setting="LIVE_PORT")
        server = None if config.database_url else Server(config.embedded)
        supervisor = Supervisor(
            programs=[Program(name=name, run=partial(_run, process)) for name, process in PROCESSES.items()],
            database=server,
            report=_report,
            not_for_children=lock.release,
        )
        supervisor.listen_to_signals()
        ending.callback(_stop, supervisor)
        try:
            people = _prepare(config, server)
            supervisor.start()
            if _wait_until_healthy(config, supervisor):
                _welcome(config, people)
            supervisor.run()
        except KeyboardInterrupt:
            pass


def address(config: Config) -> str:
    """Where a browser on this machine finds the pages."""
    if config.origin:
        return config.origin
    scheme = "https" if config.tls_certificate else "http"
    host = "127.0.0.1" if config.host in {"0.0.0.0", "::", "[::]"} else config.host  # noqa: S104 - read, not bound
    return f"{scheme}://{f'[{host}]' if ':' in host and not host.startswith('[') else host}:{config.port}"


def check_clock(*, now: datetime, before: datetime | None) -> None:
    """
    Refuse a clock that cannot be right: promises are counted in time.

    Args:
        before: when this data folder was started the last time.

    Raises:
        CannotTrustClock: earlier than this release, or than the last start.
    """
    if now < EARLIEST:
        raise CannotTrustClock(
            f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC, which is before this release was made; "
            "set it by NTP, then start again."
        )
    if before is not None and now < before - BACKWARDS:
        raise CannotTrustClock(
            f"This machine's clock says {now:%Y-%m-%d %H:%M} UTC, but this data folder was last started on "
            f"{before:%Y-%m-%d %H:%M}; set the clock by NTP, or, if the earlier time was wrong, "
            "delete serve.lock in the data folder, then start again."
        )


def _prepare(config: Config, server: Server | None) -> list[str]:
    """Make everything ready; returns whom a visitor of the demo may sign in as."""
    with ThreadPoolExecutor() as aside:  # the one waits for the system, the other for the processor
        loading = aside.submit(_load_everything)
        if server is not None:
            title = "Starting the database" if server.is_prepared() else "Making the database"
            with Progress(title).of(None):
                server.ensure_started()
        check_database(config.effective_database_url)
        loading.result()
    migrate_tables()
    if config.is_demo and config.demo_story:
        build_demo()
    collect_static_files()
    import_module("yinuo.site.wsgi")  # not before: it looks once which static files there are
    people = _people_of_the_story() if config.is_demo and config.is_loopback else []
    close_connections()
    return people


def _people_of_the_story() -> list[str]:
    from django.utils import translation

    from yinuo.platform.identity.public import personas

    with translation.override("en"):
        return [
            f"{person.name}, {', '.join(str(role.label) for role in person.roles)} ({person.node_name})"
            for person in personas()
        ]


def _load_everything() -> None:
    """Load what the processes run, which are forked from this one: the rooms, and every address."""
    load_django("serve")
    for module in ("yinuo.site.urls", "yinuo.platform.live.asgi"):
        import_module(module)


def _run(process: Callable[[], None]) -> None:
    """One of the processes; what makes it fail is one sentence here, too."""
    try:
        process()
    except KeyboardInterrupt:
        sys.exit(failures.INTERRUPTED)
    except Exception as error:  # noqa: BLE001 - the edge of the program: everything becomes a sentence
        sys.exit(failures.fail(error))


def _wait_until_healthy(config: Config, supervisor: Supervisor) -> bool:
    deadline = time.monotonic() + HEALTHY_WITHIN
    with Progress("Starting the processes").of(None):
        while not supervisor.is_stopping and time.monotonic() < deadline:
            if is_healthy(config):
                return True
            supervisor.watch_once(at_most=0.1)
    if not supervisor.is_stopping:
        _report(f"The web process does not answer after {HEALTHY_WITHIN:.0f} s; see its messages above.")
    return False


def _welcome(config: Config, people: list[str]) -> None:
    report(f"yinuo is ready: {address(config)}/")
    if people:
        report("This is the demo. Its sign-in page lets you in with one click as:")
    for person in people:
        report(f"  {person}")
    if config.is_demo and not people:
        report("Open the first account with: yinuo staff create")
    report("Ctrl-C ends everything.")


def _stop(supervisor: Supervisor) -> None:
    if supervisor.is_stopping:
        report("Stopping")
    supervisor.stop()


def _report(text: str) -> None:
    report(f"yinuo: {text}", file=sys.stderr)
