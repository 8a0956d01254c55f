"""
The keys of the search indexes: wrapped in the database, unwrapped once for each process.

A provider that never releases keys of its own (transit, hardware) can hold them all the same.
"""

from __future__ import annotations

import time
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.db import connection

from yinuo.platform.vault.envelope import Place
from yinuo.platform.vault.errors import CannotUseKeys
from yinuo.platform.vault.models import IndexKey
from yinuo.platform.vault.providers.base import Wrapped
from yinuo.platform.vault.providers.chosen import chosen_suite, tenant
from yinuo.platform.vault.suites import Digest, suite_of
from yinuo.platform.vault.unwrapping import unwrap_all, wrap_all

# Seconds after which a process looks again which versions there are. A rotation waits longer than this before
# it relies on every process.
LOOK_AGAIN = 15.0


@dataclass(frozen=True)
class IndexRing:
    """Every version that is written and searched now."""

    keys: dict[int, Digest]
    looked_at: float


_ring: IndexRing | None = None


def index_ring() -> IndexRing:
    """
    The index keys in force.

    Raises:
        CannotUseKeys: there are none yet, or their provider does not answer.
    """
    global _ring  # noqa: PLW0603 - one for each process
    known = _ring
    if known is None or time.monotonic() - known.looked_at > LOOK_AGAIN:
        known = _ring = _read(known)
    return known


def forget_ring() -> None:
    """Look at the table again at the next use."""
    global _ring  # noqa: PLW0603
    _ring = None


def _read(known: IndexRing | None) -> IndexRing:
    rows = list(IndexKey.objects.filter(state=IndexKey.State.ACTIVE).order_by("version"))
    if not rows:
        raise CannotUseKeys("The key of the search indexes is missing; run: yinuo migrate")
    held = known.keys if known is not None else {}
    missing = [row for row in rows if row.version not in held]
    fresh = unwrap_all([(wrapped_of(row), bound(row.version)) for row in missing])
    made = {row.version: suite_of(key).keyed_hash(key) for row, key in zip(missing, fresh, strict=True)}
    keys = {row.version: held.get(row.version) or made[row.version] for row in rows}
    return IndexRing(keys=keys, looked_at=time.monotonic())


def make_index_key(version: int) -> IndexKey:
    """A fresh key, stored in its wrapping; another process may have been first."""
    suite = chosen_suite()
    (held,) = wrap_all([(suite.new_key(), bound(version))])
    row, _ = IndexKey.objects.get_or_create(
        version=version,
        defaults={
            "suite": suite.code,
            "key_id": held.key_id,
            "key_version": held.key_version,
            "wrapped": held.blob,
        },
    )
    forget_ring()
    return row


def make_first_index_key(**_signal: Any) -> None:
    """Give a new database its index key; connected to the end of every migration."""
    forget_ring()
    if IndexKey._meta.db_table in connection.introspection.table_names() and not IndexKey.objects.exists():
        make_index_key(1)


def wrapped_of(row: IndexKey) -> Wrapped:
    """The wrapping of a stored index key."""
    return Wrapped(row.key_id, row.key_version, bytes(row.wrapped))


def bound(version: int) -> bytes:
    """What the wrapping of an index key is bound to."""
    nobody = UUID(int=0)
    return Place(table="vault_indexkey", column=f"wrapped#{version}", row=nobody).bound_to(
        nobody, tenant=tenant()
    )
