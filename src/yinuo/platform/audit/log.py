"""Append to the evidence log and read it."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from uuid_utils.compat import uuid7

from yinuo.platform.audit.bodies import NO_HASH, Facts, NewEntry, halves_of
from yinuo.platform.audit.models import Entry, EntryFields, PendingEntry, Stream
from yinuo.platform.jobs.public import Call, ask_calls, make_call, prepared_cursor, require_transaction

__all__ = ["Call", "Record", "append", "append_after", "lock_chain", "records_of"]

# The migration that adds entries in one call defines it; the server keeps its plans.
_ADD = "audit_add(%s, %s, %s, %s, %s, %s, %s)"


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
    entry = NewEntry(stream=stream, action=action, actor=actor, at=at, facts=facts or {}, sealed=sealed)
    entry_id, params = _added(entry)
    make_call(Call(sql=_ADD, params=params))
    return entry_id


def append_after(pairs: Sequence[tuple[Call, NewEntry]]) -> list[UUID | None]:
    """
    Make calls that write what an entry each tells of, and append each entry if its call did, in one round trip.

    Returns:
        For each pair the entry's id, or None where its call has written nothing.

    Raises:
        NoTransaction: there is no business write that the entries could be part of.
    """
    ids, calls = [], []
    for call, entry in pairs:
        entry_id, added = _added(entry)
        ids.append(entry_id)
        calls.append(Call(sql=f"CASE WHEN {call.sql} THEN {_ADD} END", params=[*call.params, *added]))
    return [id_ if was_added else None for id_, was_added in zip(ids, ask_calls(calls), strict=True)]


def lock_chain(stream: str) -> int:
    """Lock the chain of a subject until the commit; returns how many entries it has, 0 where it has none."""
    return _lock_head(stream)[0] if Stream.objects.filter(pk=stream).exists() else 0


def _lock_head(stream: str) -> tuple[int, bytes]:
    """The stream's version and hash, its row made if need be and locked until the commit."""
    with prepared_cursor() as cursor:
        cursor.execute(
            "INSERT INTO audit_stream (name, version, head) VALUES (%s, 0, %s)"
            " ON CONFLICT (name) DO UPDATE SET version = audit_stream.version RETURNING version, head",
            [stream, NO_HASH],
        )
        version, head = cursor.fetchone()
    return version, bytes(head)


def _added(entry: NewEntry) -> tuple[UUID, list[Any]]:
    """The id of a new entry, and what adds it."""
    require_transaction(entry.action)
    entry_id = uuid7()
    before, after = halves_of(entry, entry_id=entry_id)
    return entry_id, [entry.stream, entry_id, entry.at, entry.actor, entry.action, before, after]


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
