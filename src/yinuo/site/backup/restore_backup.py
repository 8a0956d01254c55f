"""Restore a backup: load it beside what is there, prove it, and only then put it in its place."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from django.db import connection, connections

from yinuo.platform.audit.public import (
    CannotSign,
    NoCheckpoint,
    append,
    check_signature,
    log_size,
    verify_log,
    was_once,
)
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import CannotOpen, unlock
from yinuo.site.backup.databases import Databases
from yinuo.site.backup.dump import load
from yinuo.site.backup.errors import CannotReplace, CannotRestore
from yinuo.site.backup.folders import move_into_place, registered_folders, unpack
from yinuo.site.backup.keys_file import KeysFile, load_keys
from yinuo.site.backup.make_backup import ACTOR, STREAM, holdings
from yinuo.site.backup.manifest import DATABASE, Manifest

SAMPLE = 20  # owners whose keys are tried before a restored house opens


@dataclass(frozen=True, kw_only=True)
class Restored:
    """What is in place now; ``unreadable`` customers have no key: they were erased after the backup."""

    log_size: int
    unreadable: int


def check_fit(manifest: Manifest, keys: KeysFile, *, major: int, known: set[str]) -> None:
    """
    Refuse what cannot become this house, before anything is done.

    Args:
        major: the version of the server to restore into.
        known: the changes to the tables that this release knows, ``app.name``.

    Raises:
        CannotRestore: another server's, release's or installation's backup, or keys older than it.
    """
    if major < manifest.postgresql:
        raise CannotRestore(
            f"The backup comes from PostgreSQL {manifest.postgresql}, and this server is PostgreSQL {major}; "
            f"restore into {manifest.postgresql} or newer."
        )
    if unknown := [name for name in manifest.migrations if name not in known]:
        raise CannotRestore(
            f"The backup was made by release {manifest.version}, which has tables that this one does not know "
            f"({unknown[0]}); restore it with that release."
        )
    if keys.made_at < manifest.made_at:
        raise CannotRestore(
            f"The keys file is of {keys.made_at:%Y-%m-%d %H:%M}, older than the backup: customers who came in between "
            "would stay unreadable. Name the newest keys file with --keys."
        )
    if manifest.log_note:
        try:
            check_signature(manifest.log_note)
        except CannotSign:
            raise CannotRestore(
                "This data folder has no signing key: put back the keys folder of the installation that made the "
                "backup, which is in no backup, then start the restore again."
            ) from None
        except NoCheckpoint:
            raise CannotRestore(
                "The backup's checkpoint was not signed with the key in this data folder: put back the keys folder of "
                "the installation that made the backup, or distrust the backup."
            ) from None


def restore_backup(
    *,
    databases: Databases,
    source: Path,
    manifest: Manifest,
    keys: KeysFile,
    major: int,
    replace: bool,
    now: datetime,
    step: Callable[[], None],
) -> Restored:
    """
    Put a backup into the place of what is there.

    Until everything is loaded and proved nothing of the old house is touched; a failure leaves it as it was.

    Args:
        source, manifest, keys: the backup, whose files were compared with the manifest, and ``check_fit`` passed.
        replace: somebody said that the house that is there may go.

    Raises:
        CannotReplace: there is a house, and nobody said that it may go; tells what it holds.
        CannotCloseHouse: somebody still works in it.
        CannotMakeDatabase: the role may create no database.
        CannotRestore: loading failed, or the evidence does not prove itself.
    """
    there = holdings()
    close()
    if there and not replace:
        raise CannotReplace(
            f"There is a house already ({_listed(there)}); the backup of {manifest.made_at:%Y-%m-%d %H:%M} UTC holds "
            f"{_listed(manifest.holds)}. Back it up, then add --replace to put the backup in its place."
        )
    databases.check_allowed()
    databases.check_closed()
    folders = [folder for folder in registered_folders() if folder.archive in manifest.files]
    databases.make()
    try:
        load(
            url=databases.url_of(databases.restoring),
            major=major,
            archive=source / DATABASE,
            step=step,
        )
        with _pointed_at(databases.restoring):
            unreadable = _fill_in(keys)
            _prove(manifest)
        for folder in folders:
            unpack(source / folder.archive, folder=folder)
        databases.swap()
    finally:
        close()
        databases.discard()
    for folder in folders:
        move_into_place(folder)
    with transaction():
        append(
            stream=STREAM,
            action="house.restored",
            actor=ACTOR,
            at=now,
            facts={"backup": manifest.name, "log_size": manifest.log_size, "unreadable": unreadable},
        )
        size = log_size()
    return Restored(log_size=size, unreadable=unreadable)


def close() -> None:
    """Give every connection of this process back."""
    for opened in connections.all(initialized_only=True):
        opened.close()
        opened.close_pool()  # type: ignore[attr-defined]


def _fill_in(keys: KeysFile) -> int:
    """Load the wrapped keys, try some of them, and count customers without one."""
    with transaction(), connection.cursor() as cursor:
        load_keys(cursor, keys)
        cursor.execute("SELECT owner FROM vault_datakey ORDER BY owner LIMIT %s", [SAMPLE])
        owners = [owner for (owner,) in cursor.fetchall()]
        cursor.execute(
            "SELECT count(*) FROM customers_customer c"
            " WHERE NOT EXISTS (SELECT FROM vault_datakey k WHERE k.owner = c.id)"
        )
        [(unreadable,)] = cursor.fetchall()
        cursor.execute("ANALYZE")
    try:
        unlock(owners)
    except CannotOpen:
        raise CannotRestore(
            "The vault's keys in this data folder do not open the customers of this backup: put back the keys folder "
            "of the installation that made it. Nothing was changed."
        ) from None
    return int(unreadable)


def _prove(manifest: Manifest) -> None:
    """
    Raises:
        CannotRestore: the evidence log is not the one that was backed up.
    """
    if manifest.log_size and not was_once(size=manifest.log_size, root=manifest.log_root):
        raise CannotRestore(
            f"The evidence log in the backup does not have the root that its manifest names at {manifest.log_size} "
            "entries: it was altered. Nothing was changed; use another backup."
        )
    findings = verify_log().findings
    if findings:
        first = findings[0]
        place = f"entry {first.entry}" if first.entry is not None else "the log"
        raise CannotRestore(
            f"The evidence log in the backup is not as it was ({place}: {first.detail}); nothing was changed. Use "
            "another backup."
        )


@contextmanager
def _pointed_at(name: str) -> Iterator[None]:
    """Let this process's operations work on another database of the server for a while."""
    kept = connection.settings_dict["NAME"]
    close()
    connection.settings_dict["NAME"] = name
    try:
        yield
    finally:
        close()
        connection.settings_dict["NAME"] = kept


def _listed(holds: dict[str, int]) -> str:
    return ", ".join(f"{count} {what}" for what, count in holds.items())
