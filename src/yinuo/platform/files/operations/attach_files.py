"""Attach files to a subject: inspected, scanned, sealed, stored, and on record."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import Count, Sum
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from yinuo.platform.audit.public import append
from yinuo.platform.files import places, store
from yinuo.platform.files.errors import CannotTakeFile
from yinuo.platform.files.inspection import LARGEST_TOTAL, MOST_FILES, Inspected, inspect
from yinuo.platform.files.models import StoredFile
from yinuo.platform.files.names import mask_file_name
from yinuo.platform.files.scanning import Scan
from yinuo.platform.files.settings import scanner
from yinuo.platform.files.tasks import scan_file
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import defer, transaction
from yinuo.platform.vault.public import Sealer, new_content_key, seal_content, sealer_for


@dataclass(frozen=True, kw_only=True)
class Upload:
    """A file as it arrived."""

    name: str
    data: bytes


@dataclass(frozen=True, kw_only=True)
class CheckedUploads:
    """Files that were looked into and may be attached; ``scanned`` says whether the virus scanner has seen them."""

    files: tuple[Inspected, ...]
    scanned: bool


def check_uploads(uploads: Iterable[Upload]) -> CheckedUploads:
    """
    Look into all files before anything is written: one that is refused refuses them all, and nothing is half-done.

    Raises:
        CannotTakeFile: one of them is not taken; the text begins with its place where there are several.
    """
    arrived = list(uploads)
    if len(arrived) > MOST_FILES:
        raise CannotTakeFile(_("At most %(most)s files belong to one matter.") % {"most": MOST_FILES})
    files = []
    for place, upload in enumerate(arrived, start=1):
        try:
            files.append(inspect(name=upload.name, data=upload.data))
        except CannotTakeFile as refusal:
            if len(arrived) == 1:
                raise
            raise CannotTakeFile(
                _("File %(place)s: %(why)s") % {"place": place, "why": str(refusal)}
            ) from refusal
    return CheckedUploads(files=tuple(files), scanned=_scan(files))


def _scan(files: list[Inspected]) -> bool:
    daemon = scanner()
    if daemon is None:
        return True
    found = [daemon.scan(file.data) for file in files]
    if Scan.FOUND in found:
        raise CannotTakeFile(_("The virus scanner refuses this file; check your device, then send another."))
    return Scan.UNKNOWN not in found


def attach_files(
    *,
    subject: str,
    owner: UUID,
    checked: CheckedUploads,
    by_customer: bool,
    for_customer: bool,
    actor: Actor,
    now: datetime,
) -> tuple[UUID, ...]:
    """
    Attach files that ``check_uploads`` has passed; the caller holds the subject.

    Args:
        owner: the person under whose key they are sealed.
        for_customer: whether the customer sees them, too; theirs they always see.

    Raises:
        CannotTakeFile: the subject has too many files, or too much in them.
        CannotOpen: the person's key was destroyed.
        StoreIsAway: nothing was kept.
    """
    if not checked.files:
        return ()
    written: list[str] = []
    try:
        with transaction():
            refuse_too_much(
                subject, count=len(checked.files), size=sum(len(file.data) for file in checked.files)
            )
            sealer = sealer_for(owner)
            rows = []
            for file in checked.files:
                row = sealed_row(file=file, sealer=sealer)
                written.append(row.location)
                row.subject, row.owner, row.added_by, row.added_at = subject, owner, actor.reference, now
                row.by_customer, row.for_customer = by_customer, by_customer or for_customer
                row.state = StoredFile.State.READY if checked.scanned else StoredFile.State.WAITING
                rows.append(row)
            StoredFile.objects.bulk_create(rows)
            for row in rows:
                _record(row, actor, now)
                if row.state == StoredFile.State.WAITING:
                    defer(scan_file, file_id=str(row.pk))
            return tuple(row.pk for row in rows)
    except BaseException:  # lint: broad-except: whatever ended the write, its contents must not stay
        for location in written:
            with suppress(store.StoreIsAway):  # what stays is swept away later
                store.remove(location)
        raise


def refuse_too_much(subject: str, *, count: int, size: int) -> None:
    """
    Refuse more than a subject may hold; ``size`` in bytes.

    Raises:
        CannotTakeFile: see above.
    """
    held = StoredFile.objects.filter(subject=subject).aggregate(count=Count("id"), bytes=Sum("size"))
    if held["count"] + count > MOST_FILES:
        raise CannotTakeFile(_("At most %(most)s files belong to one matter.") % {"most": MOST_FILES})
    if (held["bytes"] or 0) + size > LARGEST_TOTAL:
        raise CannotTakeFile(
            _("The files of one matter may hold 200 MB together; send fewer or smaller ones.")
        )


def sealed_row(*, file: Inspected, sealer: Sealer) -> StoredFile:
    """A row for a file whose sealed content is in the store now; not saved yet."""
    row = StoredFile(pk=uuid7(), name_mask=mask_file_name(file.name), media_type=file.kind.media_type)
    key = new_content_key()
    row.sealed_name = sealer.seal(place=places.name_of(row.pk), value=file.name)
    row.sealed_key = sealer.seal(place=places.key_of(row.pk), value=key)
    sealed = seal_content(key=key, place=places.content_of(row.pk), owner=sealer.owner, data=file.data)
    row.size, row.digest = len(file.data), sha256(sealed).digest()
    row.location = store.put(sealed)
    return row


def _record(row: StoredFile, actor: Actor, now: datetime) -> None:
    append(
        stream=row.subject,
        action="file.attached",
        actor=actor.reference,
        at=now,
        facts={
            "file": str(row.pk),
            "type": row.media_type,
            "size": row.size,
            "digest": bytes(row.digest).hex(),
            "scanned": row.state == StoredFile.State.READY,
        },
    )
