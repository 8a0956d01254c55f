"""Append many entries in a few round trips, for writes that concern hundreds of subjects at once."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.db import connection
from uuid_utils.compat import uuid7

from yinuo.platform.audit.bodies import NO_HASH, NewEntry, body_of
from yinuo.platform.jobs.public import require_transaction

_LOCK = """
    INSERT INTO audit_stream (name, version, head)
    SELECT name, 0, %s FROM unnest(%s::text[]) AS name ORDER BY name
    ON CONFLICT (name) DO UPDATE SET version = audit_stream.version
    RETURNING name, version, head
"""
_STORE = """
    WITH moved AS (
        UPDATE audit_stream SET version = head.version, head = head.hash
        FROM unnest(%s::text[], %s::int[], %s::bytea[]) AS head (name, version, hash)
        WHERE audit_stream.name = head.name
    )
    INSERT INTO audit_pendingentry (id, stream, version, at, actor, action, body)
    SELECT * FROM unnest(%s::uuid[], %s::text[], %s::int[], %s::timestamptz[], %s::text[], %s::text[], %s::bytea[])
"""


def append_many(*, entries: Sequence[NewEntry]) -> list[UUID]:
    """
    Add entries to the chains of their subjects, each chain in the order given, as part of the open transaction.

    The chains are locked in the order of their names, so that two such writes wait for each other in turn.

    Returns:
        The ids of the entries, in the order given.

    Raises:
        NoTransaction: there is no business write that the entries could be part of.
    """
    if not entries:
        return []
    require_transaction(entries[0].action)
    heads = _lock_heads(sorted({entry.stream for entry in entries}))
    rows = []
    for entry in entries:
        version, head = heads[entry.stream]
        entry_id = uuid7()
        body = body_of(entry, entry_id=entry_id, version=version + 1, head=head)
        heads[entry.stream] = version + 1, sha256(body).digest()
        rows.append((entry_id, entry.stream, version + 1, entry.at, entry.actor, entry.action, body))
    _store(heads, rows)
    return [row[0] for row in rows]


def _lock_heads(names: list[str]) -> dict[str, tuple[int, bytes]]:
    with connection.cursor() as cursor:
        cursor.execute(_LOCK, [NO_HASH, names])
        return {name: (version, bytes(head)) for name, version, head in cursor.fetchall()}


def _store(
    heads: dict[str, tuple[int, bytes]], rows: list[tuple[UUID, str, int, datetime, str, str, bytes]]
) -> None:
    names = list(heads)
    versions, hashes = [heads[name][0] for name in names], [heads[name][1] for name in names]
    columns: list[Any] = [list(column) for column in zip(*rows, strict=True)]
    with connection.cursor() as cursor:
        cursor.execute(_STORE, [names, versions, hashes, *columns])
