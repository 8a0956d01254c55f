"""Everything that must be true before the processes start: a database that fits, tables, static files."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from pathlib import Path

from yinuo.platform.jobs.postgres.server import Server
from yinuo.site.cli.progress import Progress, report
from yinuo.site.config import BadConfiguration, Config


@contextmanager
def running_database(config: Config) -> Iterator[Server | None]:
    """
    The database of a command that runs alone: the embedded one is started if need be, and stopped again.

    Raises:
        CannotStartDatabase: the embedded one cannot run here.
        CannotReach, CannotUse: the named one does not answer, or does not fit.
    """
    from yinuo.site.cli.database import check_database

    server = None if config.database_url else Server(config.embedded)
    started = server.ensure_started() if server is not None else False
    try:
        check_database(config.effective_database_url)
        yield server
    finally:
        if started and server is not None:
            close_connections()
            server.stop()


def migrate() -> None:
    """Bring the tables and this machine's static files to this release, alone."""
    from yinuo.site.cli.processes import load_django

    config = load_django("migrate")
    with running_database(config):
        changed = migrate_tables()
        collect_static_files()
        report("The tables are up to date." if changed == 0 else f"{changed} changes to the tables are done.")


def migrate_tables() -> int:
    """
    Apply what is pending, each change in its own transaction; two at once wait for each other.

    Returns:
        How many changes were made.
    """
    from django.apps import apps
    from django.core.management.sql import emit_post_migrate_signal
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    from yinuo.platform.vault.public import make_first_key

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_advisory_lock(hashtext('yinuo.migrate'))")
    try:
        progress = Progress("Preparing the tables")
        executor = MigrationExecutor(connection, progress_callback=_counting(progress))
        plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
        if not executor.loader.applied_migrations:
            # A new installation; a database with data whose keys are lost must never get others.
            make_first_key()
        if plan:
            with progress.of(len(plan)):
                executor.migrate(executor.loader.graph.leaf_nodes(), plan)
        # Even when nothing was pending: an interrupted start may have left it undone, and it is quick.
        emit_post_migrate_signal(verbosity=0, interactive=False, db=connection.alias, plan=plan, apps=apps)
        return len(plan)
    finally:
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_unlock(hashtext('yinuo.migrate'))")


def pending_changes() -> int:
    """How many changes to the tables this release still needs."""
    from django.db import connection
    from django.db.migrations.executor import MigrationExecutor

    executor = MigrationExecutor(connection)
    return len(executor.migration_plan(executor.loader.graph.leaf_nodes()))


def demo() -> None:
    """Build the demo story, alone."""
    from yinuo.site.cli.processes import load_django

    config = load_django("demo")
    if not config.is_demo:
        raise BadConfiguration("YINUO_MODE is production: the demo story has no place among real customers.")
    with running_database(config):
        migrate_tables()
        report("The demo story is built." if build_demo() else "The demo story is there already.")


def build_demo() -> bool:
    """Tell the demo story, whole or not at all, unless the house has an organisation already."""
    from yinuo.site.demo.public import build, is_built, steps

    if is_built():
        return False
    now = datetime.now(UTC)
    with Progress("Telling the demo story").of(steps(now=now)) as progress:
        build(now=now, step=progress.advance)
    return True


def collect_static_files() -> bool:
    """Collect the static files anew if any of them changed since the last time."""
    from django.conf import settings
    from django.core.management import call_command

    if settings.STORAGES["staticfiles"]["BACKEND"].startswith("django."):
        return False  # served from their sources
    stamp = Path(settings.STATIC_ROOT).with_suffix(".fingerprint")
    fingerprint = _fingerprint_of_sources()
    if stamp.is_file() and stamp.read_text() == fingerprint:
        return False
    with Progress("Collecting static files").of(None):
        stamp.unlink(missing_ok=True)
        call_command("collectstatic", interactive=False, verbosity=0)
    stamp.write_text(fingerprint)
    return True


def _fingerprint_of_sources() -> str:
    from django.contrib.staticfiles.finders import get_finders

    digest = hashlib.sha256()
    for finder in get_finders():
        for path, storage in finder.list([]):
            state = Path(storage.path(path)).stat()
            digest.update(f"{path}\0{state.st_size}\0{state.st_mtime_ns}\n".encode())
    return digest.hexdigest()


def _counting(progress: Progress) -> Callable[..., None]:
    def callback(action: str, *_: object) -> None:
        if action == "apply_success":
            progress.advance()

    return callback


def close_connections() -> None:
    """Give every database connection of this process back, the pool's too."""
    if "django.db" in sys.modules:
        from django.db import connections

        for connection in connections.all(initialized_only=True):
            connection.close()
            connection.close_pool()  # type: ignore[attr-defined]
