"""Append to the evidence log and read it."""

from __future__ import annotations

import json
import secrets
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from yinuo.kernel.canonical import canonical_json
from yinuo.platform.audit.models import Entry, EntryFields, PendingEntry, Stream
from yinuo.platform.jobs.public import require_transaction

BODY_VERSION = 1
NO_HASH = bytes(32)
Facts = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, kw_only=True)
class Record:
    """
    One entry as read back.

    Attributes:
        stream: the subject, such as ``case:0198…``; version counts from 1 within it.
        number: the position in the whole log, or None until it is sealed (under a second).
        facts: codes, ids, times and counts; never personal data in clear.
    """

    id: UUID
    stream: str
    version: int
    number: int | None
    at: datetime
    actor: str
    action: str
    facts: Mapping[str, Any]


def append(
    *,
    stream: str,
    action: str,
    actor: str,
    at: datetime,
    facts: Facts | None = None,
    sealed: bytes | None = None,
) -> UUID:
    """
    Add an entry to the chain of one subject, as part of the open transaction.

    Args:
        stream: the subject whose row the caller has locked or just made, such as ``case:0198…``.
        action: what happened, room first: ``case.opened``.
        actor: ``Actor.reference`` of who did it.
        at: when it happened (aware).
        facts: codes, ids, times and counts that explain it; no personal data.
        sealed: ciphertext that belongs to the fact; the entry commits to it with a salt, so that destroying
            the key never breaks verification.

    Returns:
        The entry's id.

    Raises:
        NoTransaction: there is no business write that the entry could be part of.
    """
    require_transaction(action)
    salt, entry_id = secrets.token_bytes(16), uuid7()
    # In the canonical order of the keys "n" and "prev" stand between "id" and "salt": the database puts them there.
    begin = canonical_json(
        {
            "action": action,
            "actor": actor,
            "at": at.astimezone(UTC).isoformat(timespec="microseconds"),
            "commit": sha256(salt + sealed).hexdigest() if sealed is not None else None,
            "facts": dict(facts or {}),
            "id": str(entry_id),
        }
    )
    end = canonical_json({"salt": salt.hex(), "stream": stream, "v": BODY_VERSION})
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT audit_extend(%s, %s, %s, %s, %s, %s, %s)",
            [stream, begin[:-1] + b',"n":', b"," + end[1:], entry_id, at, actor, action],
        )
    return entry_id


def lock_chain(stream: str) -> int:
    """Lock the chain of a subject until the commit; returns how many entries it has, 0 where it has none."""
    return _lock_head(stream)[0] if Stream.objects.filter(pk=stream).exists() else 0


def _lock_head(stream: str) -> tuple[int, bytes]:
    """The stream's version and hash, its row made if need be and locked until the commit."""
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_stream (name, version, head) VALUES (%s, 0, %s)"
            " ON CONFLICT (name) DO UPDATE SET version = audit_stream.version RETURNING version, head",
            [stream, NO_HASH],
        )
        version, head = cursor.fetchone()
    return version, bytes(head)


def records_of(stream: str) -> list[Record]:
    """The chain of one subject, oldest first, numbered or not."""
    numbered = [_record(entry, entry.number) for entry in Entry.objects.filter(stream=stream)]
    waiting = [_record(entry, None) for entry in PendingEntry.objects.filter(stream=stream)]
    return sorted({record.version: record for record in waiting + numbered}.values(), key=lambda r: r.version)


def _record(entry: EntryFields, number: int | None) -> Record:
    return Record(
        id=entry.id,
        stream=entry.stream,
        version=entry.version,
        number=number,
        at=entry.at,
        actor=entry.actor,
        action=entry.action,
        facts=json.loads(bytes(entry.body))["facts"],
    )
