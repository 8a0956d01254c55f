"""How long entries wait for their number: over a second, somebody should know."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from uuid import UUID

from yinuo.platform.audit.models import Checkpoint, PendingEntry

TOO_LONG = timedelta(seconds=5)  # the sequencer comes by twice a second


@dataclass(frozen=True, kw_only=True)
class WaitingState:
    """
    The log at a moment.

    Attributes:
        oldest_waiting: how long the entry that waits the longest has waited, or None where none waits.
    """

    size: int
    waiting: int
    oldest_waiting: timedelta | None
    signed_at: datetime | None

    @property
    def is_late(self) -> bool:
        return self.oldest_waiting is not None and self.oldest_waiting > TOO_LONG


def waiting_state(*, now: datetime) -> WaitingState:
    """How long the log is, and what waits to be part of it."""
    first = PendingEntry.objects.order_by("position").values_list("id", flat=True).first()
    last = Checkpoint.objects.values_list("size", "signed_at").first()
    return WaitingState(
        size=last[0] if last else 0,
        waiting=PendingEntry.objects.count() if first else 0,
        oldest_waiting=max(now - made_at(first), timedelta()) if first else None,
        signed_at=last[1] if last else None,
    )


def made_at(entry_id: UUID) -> datetime:
    """When an entry was written, as its id tells (UUID version 7, milliseconds); ``at`` may lie in the past."""
    return datetime.fromtimestamp((entry_id.int >> 80) / 1000, UTC)
