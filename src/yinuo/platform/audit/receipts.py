"""
A customer's receipt: the whole chain of their own case, proved, and closed by a seal.

The seal is itself an entry of the chain that counts those before it: a hole breaks the chain, a cut tail leaves the
receipt without its seal.
"""

from __future__ import annotations

from datetime import datetime
from typing import Any

from yinuo.platform.audit.log import append, lock_chain
from yinuo.platform.audit.models import Entry, PendingEntry
from yinuo.platform.audit.proofs import proof_of_stream
from yinuo.platform.audit.sequencer import sequence_all
from yinuo.platform.jobs.public import transaction

SEAL = "receipt.sealed"


def receipt_of(*, stream: str, actor: str, now: datetime) -> dict[str, Any]:
    """
    The receipt of a subject as it stands; the seal is written first, unless nothing came after the last one.

    Args:
        actor: ``Actor.reference`` of who asks for it.

    Raises:
        CannotProve: the subject has no entries, or another process is numbering just now: ask again in a second.
        CannotSign: the signing key is missing.
    """
    with transaction():
        version = lock_chain(stream)
        if version and _last_action(stream, version) != SEAL:
            append(stream=stream, action=SEAL, actor=actor, at=now, facts={"entries": version})
    # Whoever wants a proof need not wait for the clock process: one sequencer works at a time, here or there.
    sequence_all(now=now)
    return proof_of_stream(stream=stream) | {"yinuo": "receipt", "issued_at": now.isoformat()}


def _last_action(stream: str, version: int) -> str | None:
    for table in (PendingEntry, Entry):
        found = table.objects.filter(stream=stream, version=version).values_list("action", flat=True).first()
        if found is not None:
            return found
    return None
