"""Legal holds: somebody's data are kept, whatever else was promised, until the hold is lifted."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.errors import CannotHold
from yinuo.platform.vault.models import DataKey, LegalHold

LONGEST_REFERENCE = 120


@dataclass(frozen=True, kw_only=True)
class Hold:
    """A hold that lies."""

    id: UUID
    owner: UUID
    cause: str
    cause_label: str
    reference: str
    placed_at: datetime


def hold_causes() -> list[tuple[str, str]]:
    """Why data may be held: codes and words."""
    return [(code, str(label)) for code, label in LegalHold.Cause.choices]


def place_hold(
    *, owner: UUID, cause: str, reference: str = "", actor: Actor, now: datetime, stream: str = ""
) -> UUID:
    """
    Keep the data of ``owner`` until the hold is lifted; returns the hold's id.

    Args:
        cause: a code of ``hold_causes``.
        reference: of the court, the regulator or the dispute; no personal data.
        stream: the subject in the evidence; ``owner:<id>`` by default.

    Raises:
        CannotHold: there is no such cause, or the reference is too long.
    """
    if cause not in LegalHold.Cause.values or len(reference) > LONGEST_REFERENCE:
        raise CannotHold(_("Choose one of the values offered."))
    with transaction():
        # An erasure that is under way is over before the hold is placed, or waits for it.
        list(DataKey.objects.select_for_update().filter(owner=owner))
        hold = LegalHold.objects.create(
            owner=owner, cause=cause, reference=reference, placed_by=actor.reference, placed_at=now
        )
        _record("vault.hold_placed", hold, actor, now, stream)
        return hold.pk


def lift_hold(*, hold_id: UUID, owner: UUID, actor: Actor, now: datetime, stream: str = "") -> None:
    """
    End a hold on the data of ``owner``.

    Raises:
        CannotHold: there is none, or it was lifted before.
    """
    with transaction():
        lying = LegalHold.objects.select_for_update().filter(pk=hold_id, owner=owner, lifted_at=None)
        hold = lying.first()
        if hold is None:
            raise CannotHold(_("This hold was lifted already."))
        hold.lifted_at, hold.lifted_by = now, actor.reference
        hold.save(update_fields=["lifted_at", "lifted_by"])
        _record("vault.hold_lifted", hold, actor, now, stream)


def holds_on(owners: Collection[UUID]) -> list[Hold]:
    """The holds that lie on any of these owners, the oldest first."""
    lying = LegalHold.objects.filter(owner__in=owners, lifted_at=None)
    return [
        Hold(
            id=hold.pk,
            owner=hold.owner,
            cause=hold.cause,
            cause_label=hold.get_cause_display(),
            reference=hold.reference,
            placed_at=hold.placed_at,
        )
        for hold in lying.order_by("placed_at", "id")
    ]


def _record(action: str, hold: LegalHold, actor: Actor, now: datetime, stream: str) -> None:
    append(
        stream=stream or f"owner:{hold.owner}",
        action=action,
        actor=actor.reference,
        at=now,
        facts={"hold": str(hold.pk), "cause": hold.cause},
    )
