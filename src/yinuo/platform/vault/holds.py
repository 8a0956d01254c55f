"""Legal holds: somebody's data are kept, whatever else was promised, until the hold is lifted."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.models import DataKey, LegalHold


def place_hold(*, owner: UUID, reference: str, actor: Actor, now: datetime, stream: str = "") -> UUID:
    """
    Keep the data of ``owner`` until the hold is lifted; returns the hold's id.

    Args:
        reference: of the court, the regulator or the dispute; no personal data.
        stream: the subject in the evidence; ``owner:<id>`` by default.
    """
    with transaction():
        # An erasure that is under way is over before the hold is placed, or waits for it.
        list(DataKey.objects.select_for_update().filter(owner=owner))
        hold = LegalHold.objects.create(owner=owner, reference=reference, placed_at=now)
        _record("vault.hold_placed", hold, actor, now, stream)
        return hold.pk


def lift_hold(*, hold_id: UUID, actor: Actor, now: datetime, stream: str = "") -> None:
    """End a hold; one that is lifted already stays as it was."""
    with transaction():
        hold = LegalHold.objects.select_for_update().filter(pk=hold_id, lifted_at=None).first()
        if hold is not None:
            hold.lifted_at = now
            hold.save(update_fields=["lifted_at"])
            _record("vault.hold_lifted", hold, actor, now, stream)


def _record(action: str, hold: LegalHold, actor: Actor, now: datetime, stream: str) -> None:
    append(
        stream=stream or f"owner:{hold.owner}",
        action=action,
        actor=actor.reference,
        at=now,
        facts={"hold": str(hold.pk), "reference": hold.reference},
    )
