"""The canonical bytes of an entry: what is hashed, and what an entry is."""

from __future__ import annotations

import secrets
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime
from hashlib import sha256
from uuid import UUID

from yinuo.kernel.canonical import canonical_json

BODY_VERSION = 1
NO_HASH = bytes(32)
Facts = Mapping[str, str | int | bool | None]


@dataclass(frozen=True, kw_only=True)
class NewEntry:
    """What ``append`` would be told of one entry."""

    stream: str
    action: str
    actor: str
    at: datetime
    facts: Facts = field(default_factory=dict)
    sealed: bytes | None = None


def body_of(entry: NewEntry, *, entry_id: UUID, version: int, head: bytes) -> bytes:
    """The canonical bytes of an entry at its place in the chain."""
    before, after = halves_of(entry, entry_id=entry_id)
    return b'%b%d,"prev":"%b%b' % (before, version, head.hex().encode(), after)


def halves_of(entry: NewEntry, *, entry_id: UUID) -> tuple[bytes, bytes]:
    """
    What comes before its place in the chain, and what after the hash of the entry before.

    Sorted, ``n`` and ``prev`` are neighbours. So whoever holds the lock on the chain puts in two values, and need not
    know how a body is made: that is the database, where an entry is added in one call.
    """
    salt = secrets.token_bytes(16)
    first = canonical_json(
        {
            "action": entry.action,
            "actor": entry.actor,
            "at": entry.at.astimezone(UTC).isoformat(timespec="microseconds"),
            "commit": sha256(salt + entry.sealed).hexdigest() if entry.sealed is not None else None,
            "facts": dict(entry.facts),
            "id": str(entry_id),
        }
    )
    last = canonical_json({"salt": salt.hex(), "stream": entry.stream, "v": BODY_VERSION})
    return first[:-1] + b',"n":', b'",' + last[1:]
