"""Make a backup of the whole house, while it works: one snapshot for everything, whole or not at all."""

from __future__ import annotations

import errno
import fcntl
import os
import shutil
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection

from yinuo import __version__
from yinuo.platform.audit.public import append, log_state
from yinuo.platform.jobs.public import transaction
from yinuo.site.backup.dump import dump
from yinuo.site.backup.errors import CannotBackUp, CannotWriteBackup
from yinuo.site.backup.folders import pack, registered_folders
from yinuo.site.backup.keys_file import SUFFIX, write_keys
from yinuo.site.backup.manifest import DATABASE, Manifest, fingerprint

STREAM = "house"
ACTOR = "system"
UNFINISHED = ".unfinished"
# What people ask about a backup before they restore it, and the tables that tell.
HOLDS = {
    "staff": "identity_staff",
    "customers": "customers_customer",
    "cases": "cases_case",
    "promises": "promises_promise",
}


@dataclass(frozen=True, kw_only=True)
class Made:
    """Where a finished backup and its keys lie."""

    folder: Path
    keys: Path
    manifest: Manifest


def make_backup(
    *, url: str, major: int, into: Path, keys_into: Path, now: datetime, step: Callable[[], None]
) -> Made:
    """
    Write a backup named by the moment into the folder ``into``, and the wrapped keys into ``keys_into``.

    Both appear under their names when they are complete and on the disk; a failure leaves nothing.

    Args:
        url: the database; ``major`` its server's version.
        step: told of each table that was read.

    Raises:
        CannotBackUp: the database is empty, another backup is being written there, or pg_dump failed.
        CannotWriteBackup: no permission, no room, or something of that name is there.
        CannotFindProgram: this machine has no pg_dump of the server's version.
    """
    name = f"yinuo-{now:%Y%m%dT%H%M%SZ}"
    made = into / name, keys_into / f"{name}{SUFFIX}"
    with _writing(into), _writing(keys_into):
        into.mkdir(mode=0o700, parents=True, exist_ok=True)
        keys_into.mkdir(mode=0o700, parents=True, exist_ok=True)
        for path in made:
            if path.exists():
                raise CannotWriteBackup(
                    f"{path} is there already, and no backup is ever overwritten; try again."
                )
    with _writing(into), _alone(into):
        folder, keys = (path.with_name(f"{path.name}{UNFINISHED}") for path in made)
        try:
            folder.mkdir(mode=0o700)
            manifest = _fill(folder, keys, name=name, url=url, major=major, now=now, step=step)
            _flush(folder, keys)
            keys.rename(made[1])
            folder.rename(made[0])
        finally:
            shutil.rmtree(folder, ignore_errors=True)
            keys.unlink(missing_ok=True)
    with transaction():
        append(
            stream=STREAM,
            action="house.backed_up",
            actor=ACTOR,
            at=now,
            facts={"backup": name, "log_size": manifest.log_size},
        )
    return Made(folder=made[0], keys=made[1], manifest=manifest)


def tables_to_dump() -> int:
    """How many tables a backup reads, for its progress."""
    return sum(not table.startswith(("django_session", "vault_datakey")) for table in _tables())


def forget_old_keys(keys_into: Path, *, older_than: datetime) -> list[Path]:
    """Delete keys files of before a moment, by the name that we gave them; the newest one always stays."""
    found = sorted(keys_into.glob(f"yinuo-*{SUFFIX}"))
    limit = f"yinuo-{older_than:%Y%m%dT%H%M%SZ}{SUFFIX}"
    old = [path for path in found[:-1] if path.name < limit]
    for path in old:
        path.unlink()
    return old


def holdings() -> dict[str, int]:
    """How many rows there are of what people ask about, in the database at hand."""
    tables = _tables()
    with connection.cursor() as cursor:
        found = {}
        for what, table in HOLDS.items():
            if table in tables:
                cursor.execute(f"SELECT count(*) FROM {table}")  # noqa: S608 - names of ours
                [(found[what],)] = cursor.fetchall()
    return found


def _fill(
    folder: Path,
    keys: Path,
    *,
    name: str,
    url: str,
    major: int,
    now: datetime,
    step: Callable[[], None],
) -> Manifest:
    with transaction(), connection.cursor() as cursor:
        cursor.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
        cursor.execute("SELECT pg_export_snapshot()")
        [(snapshot,)] = cursor.fetchall()
        if "django_migrations" not in _tables():
            raise CannotBackUp("The database is empty: there is nothing to back up.")
        cursor.execute("SELECT app || '.' || name FROM django_migrations ORDER BY id")
        migrations = tuple(found for (found,) in cursor.fetchall())
        keys.touch(mode=0o600)
        keys.unlink()
        write_keys(cursor, keys, now=now)
        log, holds = log_state(), holdings()
        dump(url=url, major=major, snapshot=snapshot, into=folder / DATABASE, step=step)
    for kept in registered_folders():
        pack(kept, into=folder / kept.archive)
    manifest = Manifest(
        name=name,
        made_at=now,
        version=__version__,
        postgresql=major,
        migrations=migrations,
        files={path.name: fingerprint(path) for path in sorted(folder.iterdir())},
        log_size=log.size,
        log_root=log.root,
        log_note=log.note,
        log_waiting=log.waiting,
        keys=keys.name.removesuffix(UNFINISHED),
        holds=holds,
    )
    manifest.write(folder)
    return manifest


def _tables() -> set[str]:
    return set(connection.introspection.table_names())


@contextmanager
def _writing(folder: Path) -> Iterator[None]:
    try:
        yield
    except OSError as error:
        if error.errno in {errno.ENOSPC, errno.EDQUOT, errno.EFBIG}:
            raise CannotWriteBackup(
                f"There is no room for the backup in {folder}; make some, then try again."
            ) from None
        raise CannotWriteBackup(
            f"The folder {error.filename or folder} cannot be written ({error.strerror}); "
            "name one that you may write, outside of what is backed up."
        ) from None


@contextmanager
def _alone(folder: Path) -> Iterator[None]:
    """One backup at a time for one folder; what a killed one left is removed."""
    file = os.open(folder / ".lock", os.O_RDWR | os.O_CREAT | os.O_CLOEXEC, 0o600)
    try:
        fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
        for left in folder.glob(f"yinuo-*{UNFINISHED}"):
            shutil.rmtree(left, ignore_errors=True)
        yield
    except BlockingIOError:
        raise CannotBackUp(f"Another backup is being written into {folder}; let it end first.") from None
    finally:
        os.close(file)


def _flush(folder: Path, keys: Path) -> None:
    """Everything on the disk before it gets its name."""
    for path in (*folder.iterdir(), keys, folder, folder.parent, keys.parent):
        file = os.open(path, os.O_RDONLY)
        try:
            os.fsync(file)
        finally:
            os.close(file)
        if path.is_file():
            path.chmod(0o600)
