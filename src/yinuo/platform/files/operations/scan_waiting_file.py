"""Scan a file that arrived while the scanner was away; nobody can open it before."""

from __future__ import annotations

from contextlib import suppress
from datetime import datetime
from uuid import UUID

from yinuo.platform.audit.public import append
from yinuo.platform.files import places, store
from yinuo.platform.files.models import StoredFile
from yinuo.platform.files.scanning import Scan
from yinuo.platform.files.settings import scanner
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import open_content, unlock


class ScannerIsAway(Exception):
    """The scanner gave no answer; the job is tried again."""


def scan_waiting_file(*, file_id: UUID, now: datetime) -> None:
    """
    Let the scanner look at the file, then free or destroy it.

    Raises:
        ScannerIsAway: it gave no answer; the file goes on waiting.
    """
    with transaction():
        row = (
            StoredFile.objects.select_for_update().filter(pk=file_id, state=StoredFile.State.WAITING).first()
        )
        if row is None:
            return
        daemon = scanner()
        scan = daemon.scan(_clear(row)) if daemon else Scan.CLEAN
        if scan is Scan.UNKNOWN:
            raise ScannerIsAway
        row.state = StoredFile.State.READY if scan is Scan.CLEAN else StoredFile.State.INFECTED
        row.save(update_fields=["state"])
        append(
            stream=row.subject,
            action="file.scanned",
            actor=SYSTEM.reference,
            at=now,
            facts={"file": str(row.pk), "clean": scan is Scan.CLEAN},
        )
    if scan is Scan.FOUND:
        with suppress(store.StoreIsAway):
            store.remove(row.location)


def _clear(row: StoredFile) -> bytes:
    key = unlock([row.owner]).open(owner=row.owner, place=places.key_of(row.pk), sealed=bytes(row.sealed_key))
    return open_content(
        key=key, place=places.content_of(row.pk), owner=row.owner, sealed=store.get(row.location)
    )
