"""The newest signed checkpoint, for those who keep a copy of the log and must prove later that it is this one."""

from __future__ import annotations

from dataclasses import dataclass

from yinuo.platform.audit.models import Checkpoint, PendingEntry
from yinuo.platform.audit.signing import public_key, read_checkpoint


@dataclass(frozen=True, kw_only=True)
class LogState:
    """How far the log was signed: ``note`` is the signed text; ``waiting`` entries came after it."""

    size: int
    root: bytes
    note: str
    waiting: int


def log_state() -> LogState:
    """What the log is now; an empty one has size 0 and no note."""
    newest = Checkpoint.objects.order_by("-size").first()
    waiting = PendingEntry.objects.count()
    if newest is None:
        return LogState(size=0, root=b"", note="", waiting=waiting)
    return LogState(size=newest.size, root=bytes(newest.root), note=newest.note, waiting=waiting)


def check_signature(note: str) -> None:
    """
    Check that this installation's key signed ``note``.

    Raises:
        CannotSign: the key is missing or damaged.
        NoCheckpoint: another key signed it, or it was altered.
    """
    read_checkpoint(note, key=public_key())


def was_once(*, size: int, root: bytes) -> bool:
    """Whether the log at hand has a checkpoint of that size and root."""
    return Checkpoint.objects.filter(size=size, root=root).exists()
