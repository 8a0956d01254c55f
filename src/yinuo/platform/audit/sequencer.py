"""Give waiting entries their numbers: contiguous, without holes, whatever order their writers commit in."""

from __future__ import annotations

from datetime import datetime

from django.db import connection

from yinuo.platform.audit import tree
from yinuo.platform.audit.models import Checkpoint
from yinuo.platform.audit.signing import NO_LINK, SignedTree, link_over, make_signing_key, sign
from yinuo.platform.jobs.public import transaction

BATCH = 2_000
LOCK = 0x79696E756F01  # one sequencer at a time, whichever process it lives in

# Never "by id greater than the last": writers commit in another order than they begin. What is visible is numbered,
# in the order in which it was put in: an id begins with its host's time, and two hosts' clocks differ.
_NUMBER = """
    INSERT INTO audit_entry (id, stream, version, at, actor, action, body, number, leaf)
    SELECT id, stream, version, at, actor, action, body,
           %s + row_number() OVER (ORDER BY position) - 1, sha256('\\x00'::bytea || body)
    FROM (SELECT * FROM audit_pendingentry ORDER BY position LIMIT %s) AS waiting
    RETURNING number, leaf
"""
_FORGET = "DELETE FROM audit_pendingentry USING audit_entry AS e WHERE audit_pendingentry.id = e.id AND e.number >= %s"


def sequence_batch(*, now: datetime) -> int:
    """
    Number one batch of waiting entries, add them to the tree, and sign what the log is then.

    Returns:
        How many were numbered; 0 when nothing waits or another process is at it.

    Raises:
        CannotSign: the signing key is missing; nothing is numbered without it.
    """
    with transaction(), connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_xact_lock(%s)", [LOCK])
        if not cursor.fetchone()[0]:
            return 0
        last = Checkpoint.objects.first()
        first = last.size if last else 0
        cursor.execute(_NUMBER, [first, BATCH])
        numbered = sorted(cursor.fetchall())
        if not numbered:
            return 0
        cursor.execute(_FORGET, [first])
        if last is None:
            make_signing_key()
        frontier = tree.frontier_at(last)
        tree.grow(frontier, (bytes(leaf) for _number, leaf in numbered))
        link = bytes(last.link) if last else NO_LINK
        note = sign(SignedTree(size=frontier.size, root=frontier.root(), after=(first, link)))
        Checkpoint.objects.create(
            size=frontier.size,
            root=frontier.root(),
            frontier=frontier.to_bytes(),
            note=note,
            link=link_over(link, note),
            signed_at=now,
        )
        return len(numbered)


def sequence_all(*, now: datetime) -> int:
    """Number everything that waits; returns how many entries that were."""
    total = 0
    while numbered := sequence_batch(now=now):
        total += numbered
    return total
