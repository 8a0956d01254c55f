"""
Proofs that go out of the house: that entries are in the log, and that the log only grew.

A proof is one JSON object that ``standalone/verify.py`` checks: the signed checkpoint, each entry's canonical text with
its number and the path from it to the checkpoint's root, and, where asked for, an earlier checkpoint and the
path from that one.
"""

from __future__ import annotations

import base64
from collections.abc import Sequence
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.kernel.merkle import consistency_proof, inclusion_proof
from yinuo.platform.audit.models import Checkpoint, Entry, PendingEntry
from yinuo.platform.audit.signing import public_key
from yinuo.platform.audit.tree import StoredNodes

VERSION = 1


class CannotProve(DomainError):
    """There is no such entry, or it has no number yet."""

    code = "audit.cannot_prove"


def proof_of_stream(*, stream: str, before: int | None = None) -> dict[str, Any]:
    """
    The whole chain of a subject, each entry with its path.

    Args:
        before: the size of an earlier checkpoint, of which the log is shown to be the continuation.

    Raises:
        CannotProve: the subject has no entries, some wait for their number, or there is no such checkpoint.
    """
    if PendingEntry.objects.filter(stream=stream).exists():
        raise CannotProve(_("The last entry waits for its number; try again in a second."))
    entries = list(Entry.objects.filter(stream=stream).order_by("version"))
    if not entries:
        raise CannotProve(_("The log has no entries under that name."))
    return _proof("stream", stream, entries, before)


def proof_of_entry(*, name: str, before: int | None = None) -> dict[str, Any]:
    """
    One entry with its path.

    Args:
        name: the entry's number, or its id.

    Raises:
        CannotProve: there is no such entry or checkpoint.
    """
    entry = entry_named(name)
    if entry is None:
        raise CannotProve(_("The log has no entries under that name."))
    return _proof("entry", entry.stream, [entry], before)


def entry_named(name: str) -> Entry | None:
    """The entry of that number or id."""
    if name.isascii() and name.isdigit() and len(name) <= 18:
        return Entry.objects.filter(number=int(name)).first()
    try:
        return Entry.objects.filter(pk=UUID(name)).first()
    except ValueError:
        return None


def path_of(number: int, size: int) -> list[bytes]:
    """The hashes from an entry to the root of the tree of ``size`` entries."""
    return inclusion_proof(number, size, StoredNodes())


def _proof(kind: str, stream: str, entries: Sequence[Entry], before: int | None) -> dict[str, Any]:
    last, nodes = Checkpoint.objects.first(), StoredNodes()
    if last is None or last.size <= max(entry.number for entry in entries):
        raise CannotProve(_("The last entry waits for its number; try again in a second."))
    proof: dict[str, Any] = {
        "yinuo": kind,
        "version": VERSION,
        "key": _text(public_key()),
        "stream": stream,
        "checkpoint": last.note,
        "entries": [
            {
                "number": entry.number,
                "body": bytes(entry.body).decode(),
                "path": [_text(one) for one in inclusion_proof(entry.number, last.size, nodes)],
            }
            for entry in entries
        ],
    }
    if before is not None:
        first = Checkpoint.objects.filter(size=before).first()
        if first is None:
            raise CannotProve(_("There is no checkpoint of that size."))
        path = consistency_proof(first.size, last.size, nodes)
        proof["before"] = {"checkpoint": first.note, "path": [_text(one) for one in path]}
    return proof


def _text(data: bytes) -> str:
    return base64.b64encode(data).decode()
