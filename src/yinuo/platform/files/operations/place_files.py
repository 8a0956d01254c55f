"""Put files where they belong, after one matter became two: moved, or copied; on record in both places."""

from __future__ import annotations

from collections.abc import Collection
from contextlib import suppress
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.platform.audit.public import append
from yinuo.platform.files import store
from yinuo.platform.files.content import EVERY_KIND
from yinuo.platform.files.errors import CannotTakeFile
from yinuo.platform.files.inspection import Inspected
from yinuo.platform.files.models import StoredFile
from yinuo.platform.files.operations.attach_files import refuse_too_much, sealed_row
from yinuo.platform.files.operations.hand_out_file import opened, refuse_unready
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import sealer_for


def move_files(*, file_ids: Collection[UUID], subject: str, to: str, actor: Actor, now: datetime) -> None:
    """
    Let files belong to ``to`` from now on; the caller holds both subjects. Contents and keys stay where they are.

    Raises:
        CannotTakeFile: one of them is not there any more, or ``to`` has too many.
    """
    with transaction():
        rows = _rows(file_ids, subject)
        refuse_too_much(to, count=len(rows), size=sum(row.size for row in rows))
        for row in rows:
            row.subject = to
            row.save(update_fields=["subject"])
            _record(row, "file.moved_away", subject, to, actor, now)
            _record(row, "file.moved_in", to, subject, actor, now)


def copy_files(
    *, file_ids: Collection[UUID], subject: str, to: str, owner: UUID, actor: Actor, now: datetime
) -> None:
    """
    Give ``to`` files of its own with the same contents, sealed under a key of their own for ``owner``.

    Raises:
        CannotTakeFile: one of them is not there any more, or ``to`` has too many.
        CannotOpenFile, CannotOpen, StoreIsAway: see ``hand_out_file``; nothing was copied.
    """
    written: list[str] = []
    try:
        with transaction():
            rows = _rows(file_ids, subject)
            refuse_too_much(to, count=len(rows), size=sum(row.size for row in rows))
            sealer = sealer_for(owner)
            for row in rows:
                refuse_unready(row)
                held = opened(row)
                kind = next(one for one in EVERY_KIND if one.media_type == row.media_type)
                copy = sealed_row(file=Inspected(name=held.name, kind=kind, data=held.data), sealer=sealer)
                written.append(copy.location)
                copy.subject, copy.owner, copy.added_by, copy.added_at = to, owner, row.added_by, row.added_at
                copy.by_customer, copy.for_customer = row.by_customer, row.for_customer
                copy.state = row.state
                copy.save(force_insert=True)
                _record(copy, "file.copied_in", to, subject, actor, now)
                _record(row, "file.copied_out", subject, to, actor, now)
    except BaseException:  # lint: broad-except: whatever ended the write, its contents must not stay
        for location in written:
            with suppress(store.StoreIsAway):  # what stays is swept away later
                store.remove(location)
        raise


def _rows(file_ids: Collection[UUID], subject: str) -> list[StoredFile]:
    rows = list(StoredFile.objects.select_for_update().filter(pk__in=file_ids, subject=subject))
    if len(rows) != len(set(file_ids)):
        raise CannotTakeFile(_("One of these files is not here any more; look again."))
    return rows


def _record(row: StoredFile, action: str, stream: str, other: str, actor: Actor, now: datetime) -> None:
    append(
        stream=stream,
        action=action,
        actor=actor.reference,
        at=now,
        facts={"file": str(row.pk), "digest": bytes(row.digest).hex(), "other": other},
    )
