"""Reads about the letters of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.features.cases.models import Delivery, Letter


@dataclass(frozen=True, kw_only=True)
class DeliveryView:
    """One attempt in words."""

    way: str
    outcome: str
    outcome_code: str
    at: datetime
    proof: str


@dataclass(frozen=True, kw_only=True)
class LetterView:
    """
    One letter.

    Attributes:
        must_retry: every attempt so far failed.
    """

    id: UUID
    file_id: UUID
    digest: str
    written_at: datetime
    delivered_at: datetime | None
    attempts: tuple[DeliveryView, ...]
    must_retry: bool


def letters_of(*, case_id: UUID) -> tuple[LetterView, ...]:
    """The letters of a case, the newest first; the caller has decided who sees the case."""
    found = (
        Letter.objects.filter(case_id=case_id).prefetch_related("deliveries").order_by("-written_at", "-id")
    )
    return tuple(_view(letter) for letter in found)


def _view(letter: Letter) -> LetterView:
    attempts = tuple(letter.deliveries.all())
    return LetterView(
        id=letter.pk,
        file_id=letter.file_id,
        digest=letter.digest,
        written_at=letter.written_at,
        delivered_at=letter.delivered_at,
        attempts=tuple(
            DeliveryView(
                way=one.get_way_display(),
                outcome=one.get_outcome_display(),
                outcome_code=one.outcome,
                at=one.at,
                proof=one.proof,
            )
            for one in attempts
        ),
        must_retry=bool(attempts) and all(one.outcome == Delivery.Outcome.FAILED for one in attempts),
    )
