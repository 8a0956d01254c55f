"""What a customer agreed to: the last word on each purpose and channel, and all words before it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.core.customers.models import Consent
from yinuo.core.customers.queries.cards import family


@dataclass(frozen=True, kw_only=True)
class ConsentView:
    """One word of a customer."""

    id: UUID
    purpose: str
    purpose_label: str
    channel: str
    channel_label: str
    given: bool
    at: datetime
    proof: str
    proof_label: str
    reference: str
    recorded_by: str


def consents_of(*, customer_id: UUID) -> tuple[ConsentView, ...]:
    """The word that counts on each purpose and channel of which the customer spoke: one query, no copy kept."""
    newest = (
        Consent.objects.filter(customer_id__in=family(customer_id=customer_id))
        .order_by("purpose", "channel", "-at", "-id")
        .distinct("purpose", "channel")
    )
    return tuple(_view(row) for row in newest)


def consent_history(*, customer_id: UUID) -> tuple[ConsentView, ...]:
    """Every word, the newest first."""
    rows = Consent.objects.filter(customer_id__in=family(customer_id=customer_id)).order_by("-at", "-id")
    return tuple(_view(row) for row in rows)


def has_consent(*, customer_id: UUID, purpose: str, channel: str) -> bool:
    """
    Whether the customer may be spoken to about ``purpose`` on ``channel``.

    The newest word on this channel or on all channels counts: a later "no, nowhere" ends an earlier yes.
    """
    newest = (
        Consent.objects.filter(
            customer_id__in=family(customer_id=customer_id),
            purpose=purpose,
            channel__in=(channel, Consent.Channel.ANY),
        )
        .order_by("-at", "-id")
        .values_list("given", flat=True)
        .first()
    )
    return bool(newest)


def _view(row: Consent) -> ConsentView:
    return ConsentView(
        id=row.pk,
        purpose=row.purpose,
        purpose_label=row.get_purpose_display(),
        channel=row.channel,
        channel_label=row.get_channel_display(),
        given=row.given,
        at=row.at,
        proof=row.proof,
        proof_label=row.get_proof_display(),
        reference=row.reference,
        recorded_by=row.recorded_by,
    )
