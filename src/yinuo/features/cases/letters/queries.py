"""Reads about the letters of a case."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.features.cases.letters.releasing import why_second_person
from yinuo.features.cases.models import Case, Delivery, Letter
from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class DeliveryView:
    """One attempt in words."""

    way: str
    way_code: str
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
    state: str
    state_label: str
    issued_at: datetime | None
    approval_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class IssuedLetter:
    """A letter as its customer finds it."""

    file_id: UUID
    issued_at: datetime


def letters_of(*, case_id: UUID) -> tuple[LetterView, ...]:
    """The letters of a case, the newest first; the caller has decided who sees the case."""
    found = (
        Letter.objects.filter(case_id=case_id).prefetch_related("deliveries").order_by("-written_at", "-id")
    )
    return tuple(_view(letter) for letter in found)


def issued_letters(*, case_id: UUID) -> tuple[IssuedLetter, ...]:
    """What the customer finds on their page, the newest first."""
    found = Letter.objects.filter(case_id=case_id, state=Letter.State.ISSUED).order_by("-issued_at", "-id")
    return tuple(
        IssuedLetter(file_id=file_id, issued_at=at)
        for file_id, at in found.values_list("file_id", "issued_at")
        if at
    )


def is_issued(*, letter_id: UUID) -> bool:
    """Whether nobody has to release it any more."""
    return Letter.objects.filter(pk=letter_id, state=Letter.State.ISSUED).exists()


def reasons_for_two(*, case_id: UUID, actor: Actor) -> list[str]:
    """Why a letter that the actor writes now would be released by a second person; nothing where none is needed."""
    return why_second_person(Case.objects.get(pk=case_id), actor=actor)


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
                way_code=one.way,
                outcome=one.get_outcome_display(),
                outcome_code=one.outcome,
                at=one.at,
                proof=one.proof,
            )
            for one in attempts
        ),
        state=letter.state,
        state_label=letter.get_state_display(),
        issued_at=letter.issued_at,
        approval_id=letter.approval_id,
        must_retry=bool(attempts) and all(one.outcome == Delivery.Outcome.FAILED for one in attempts),
    )
