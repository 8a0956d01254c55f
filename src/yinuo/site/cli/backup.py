"""``yinuo backup`` and ``yinuo restore``."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

from yinuo.site.cli.progress import Progress, report
from yinuo.site.config import BadConfiguration, Config


def backup(*, into: Path | None, keys_into: Path | None, keys_days: int) -> None:
    """Back the house up while it works."""
    from yinuo.site.cli.database import look_at_database
    from yinuo.site.cli.preparation import running_database
    from yinuo.site.cli.processes import load_django

    config = load_django("backup")
    into, keys_into = places(config, into, keys_into)
    with running_database(config):
        from yinuo.site.backup.make_backup import forget_old_keys, make_backup, tables_to_dump

        now = datetime.now(UTC)
        with Progress("Backing up").of(tables_to_dump()) as progress:
            made = make_backup(
                url=config.effective_database_url,
                major=look_at_database(config.effective_database_url).version,
                into=into,
                keys_into=keys_into,
                now=now,
                step=progress.advance,
            )
        forgotten = forget_old_keys(keys_into, older_than=now - timedelta(days=keys_days))
    report(f"The backup is in {made.folder}: {_listed(made.manifest.holds)}.")
    report(
        f"Customers' wrapped keys are in {made.keys}; keep them apart from the backups, and for days only."
    )
    if forgotten:
        report(f"{len(forgotten)} keys files older than {keys_days} days are deleted.")
    report(
        f"Not in it: {config.home / 'keys'}, which opens everything; keep a copy in a safe place of its own."
    )


def restore(*, source: Path, keys_file: Path, replace: bool) -> None:
    """Put a backup in the place of what is there."""
    from yinuo.site.backup.keys_file import read_keys
    from yinuo.site.backup.manifest import check_files, read_manifest

    # Everything that can be refused by reading is refused before anything is started.
    manifest, keys = read_manifest(source), read_keys(keys_file)
    with Progress("Checking the files").of(sum(size for size, _ in manifest.files.values())) as progress:
        check_files(manifest, source, step=progress.advance)

    from yinuo.platform.jobs.processes.lock import FolderLock
    from yinuo.site.cli.database import look_at_database
    from yinuo.site.cli.preparation import pending_changes, running_database
    from yinuo.site.cli.processes import load_django

    config = load_django("restore")
    lock = FolderLock(config.home)
    lock.take(address="a restore", now=datetime.now(UTC))
    try:
        with running_database(config):
            from yinuo.site.backup.databases import Databases
            from yinuo.site.backup.restore_backup import check_fit, restore_backup

            major = look_at_database(config.effective_database_url).version
            check_fit(manifest, keys, major=major, known=_known_changes())
            with Progress("Restoring").of(None) as progress:
                restored = restore_backup(
                    databases=Databases(config.effective_database_url),
                    source=source,
                    manifest=manifest,
                    keys=keys,
                    major=major,
                    replace=replace,
                    now=datetime.now(UTC),
                    step=progress.advance,
                )
            behind = pending_changes()
    finally:
        lock.release()
    report(
        f"The house is as it was at {manifest.made_at:%Y-%m-%d %H:%M} UTC ({_listed(manifest.holds)}); its evidence "
        f"log of {restored.log_size} entries proves itself."
    )
    if restored.unreadable:
        report(
            f"{restored.unreadable} customers have no key: they were erased after the backup and stay unreadable."
        )
    if behind:
        report(f"{behind} changes to the tables are pending; run: yinuo migrate")
    report("Everybody signs in anew.")


def places(config: Config, into: Path | None, keys_into: Path | None) -> tuple[Path, Path]:
    """
    Where a backup and, apart from it, its keys go.

    Raises:
        BadConfiguration: no folder is named, or the keys would lie among the backups.
    """
    into = into or config.backups
    if into is None:
        raise BadConfiguration(
            "Name the folder for the backup, or set YINUO_BACKUPS to the one that keeps them."
        )
    into = into.expanduser().absolute()
    keys_into = (
        (keys_into or config.backup_keys or into.with_name(f"{into.name}-keys")).expanduser().absolute()
    )
    if keys_into == into or into in keys_into.parents:
        raise BadConfiguration(
            f"The keys in {keys_into} would lie among the backups; name another with --keys or YINUO_BACKUP_KEYS."
        )
    return into, keys_into


def _known_changes() -> set[str]:
    from django.db.migrations.loader import MigrationLoader

    return {f"{app}.{name}" for app, name in MigrationLoader(None).disk_migrations}


def _listed(holds: dict[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in holds.items())
