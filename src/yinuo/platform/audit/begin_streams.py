"""Begin the chains of subjects that were made in this very write: nothing to lock, and rows by COPY."""

from __future__ import annotations

from collections.abc import Sequence
from hashlib import sha256
from uuid import UUID

from uuid_utils.compat import uuid7

from yinuo.platform.audit.bodies import NO_HASH, NewEntry, body_of
from yinuo.platform.jobs.public import (
    bytes_cell,
    copy_rows,
    integer_cell,
    moment_cell,
    require_transaction,
    row_of,
    text_cell,
    uuid_cell,
)

_STREAM = "audit_stream (name, version, head)"
_ENTRY = "audit_pendingentry (id, stream, version, at, actor, action, body)"
_THREE, _SEVEN = row_of(3), row_of(7)


def begin_streams(*, entries: Sequence[NewEntry]) -> list[UUID]:
    """
    Add the first entries of new subjects, each chain in the order given, as part of the open transaction.

    Returns:
        The ids of the entries, in the order given.

    Raises:
        NoTransaction: there is no business write that the entries could be part of.
        IntegrityError: a subject has entries already; ``append_many`` adds to those.
    """
    if not entries:
        return []
    require_transaction(entries[0].action)
    heads: dict[str, tuple[int, bytes]] = {}
    ids, rows = [], []
    for entry in entries:
        version, head = heads.get(entry.stream, (0, NO_HASH))
        entry_id = uuid7()
        body = body_of(entry, entry_id=entry_id, version=version + 1, head=head)
        heads[entry.stream] = version + 1, sha256(body).digest()
        ids.append(entry_id)
        rows.append(
            _SEVEN
            + uuid_cell(entry_id)
            + text_cell(entry.stream)
            + integer_cell(version + 1)
            + moment_cell(entry.at)
            + text_cell(entry.actor)
            + text_cell(entry.action)
            + bytes_cell(body)
        )
    streams = [
        _THREE + text_cell(name) + integer_cell(version) + bytes_cell(head)
        for name, (version, head) in heads.items()
    ]
    copy_rows(into=_STREAM, rows=streams)
    copy_rows(into=_ENTRY, rows=rows)
    return ids
