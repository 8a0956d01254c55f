"""Hand a file out to somebody who may read it; staff's readings are on record before the first byte leaves."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.platform.audit.public import append
from yinuo.platform.files import places, store
from yinuo.platform.files.errors import CannotOpenFile
from yinuo.platform.files.models import StoredFile
from yinuo.platform.files.subjects import may_read
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import open_content, unlock


@dataclass(frozen=True, kw_only=True)
class HandedOut:
    """A file in clear, for the length of one answer."""

    name: str
    media_type: str
    data: bytes


def hand_out_file(*, file_id: UUID, actor: Actor, now: datetime) -> HandedOut | None:
    """
    The file, for a member of staff who sees what it belongs to; None where there is none for them.

    Raises:
        CannotOpenFile: it waits for its scan, was destroyed, or is not what was stored.
        CannotOpen: the person's key was destroyed.
        StoreIsAway: the content cannot be fetched.
    """
    row = StoredFile.objects.filter(pk=file_id).first()
    if row is None or not may_read(subject=row.subject, actor=actor):
        return None
    return _noted(row, actor, now)


def hand_out_of(*, file_id: UUID, subject: str, actor: Actor, now: datetime) -> HandedOut | None:
    """
    The file of a subject, for whoever the caller has let see that: a program, or whoever decides on it.

    Raises:
        CannotOpenFile, CannotOpen, StoreIsAway: see ``hand_out_file``.
    """
    row = StoredFile.objects.filter(pk=file_id, subject=subject).first()
    return _noted(row, actor, now) if row else None


def _noted(row: StoredFile, actor: Actor, now: datetime) -> HandedOut:
    refuse_unready(row)
    with transaction():
        append(
            stream=row.subject,
            action="file.read",
            actor=actor.reference,
            at=now,
            facts={"file": str(row.pk)},
        )
    return opened(row)


def hand_out_to_customer(*, file_id: UUID, subject: str) -> HandedOut | None:
    """
    The file, for the customer whose page of ``subject`` it is; None where there is none for them.

    Raises:
        CannotOpenFile, CannotOpen: see ``hand_out_file``.
    """
    row = StoredFile.objects.filter(pk=file_id, subject=subject, for_customer=True).first()
    if row is None:
        return None
    refuse_unready(row)
    return opened(row)


def refuse_unready(row: StoredFile) -> None:
    """
    Refuse a file that waits for its scan, or was destroyed.

    Raises:
        CannotOpenFile: see above.
    """
    if row.state == StoredFile.State.INFECTED:
        raise CannotOpenFile(_("This file was destroyed: the virus scanner found something in it."))
    if row.state == StoredFile.State.WAITING:
        raise CannotOpenFile(_("This file waits for its virus scan; try again in a few minutes."))


def opened(row: StoredFile) -> HandedOut:
    """
    The file in clear.

    Raises:
        CannotOpenFile, CannotOpen, StoreIsAway: see ``hand_out_file``.
    """
    keys = unlock([row.owner])
    key = keys.open(owner=row.owner, place=places.key_of(row.pk), sealed=bytes(row.sealed_key))
    name = keys.open(owner=row.owner, place=places.name_of(row.pk), sealed=bytes(row.sealed_name))
    sealed = store.get(row.location)
    if sha256(sealed).digest() != bytes(row.digest):
        raise CannotOpenFile(_("This file is not what was stored; tell the security officer."))
    data = open_content(key=key, place=places.content_of(row.pk), owner=row.owner, sealed=sealed)
    return HandedOut(name=name, media_type=row.media_type, data=data)
