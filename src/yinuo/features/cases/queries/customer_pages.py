"""Reads for the customers' own pages, beside ``queries.tracked_case``."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yinuo.core.customers.public import family
from yinuo.core.promises.public import PromiseView, promises_on
from yinuo.features.cases.models import LIVING, Case, Complainant, Rating, Wish
from yinuo.features.cases.operations.rate_handling import is_changeable, words_of


@dataclass(frozen=True, kw_only=True)
class RatingView:
    """
    What the customer thought of the handling.

    Attributes:
        text: the words, redacted.
        words: the words in clear, only while the customer may change them.
    """

    score: int
    text: str
    words: str
    given_at: datetime
    is_changeable: bool


@dataclass(frozen=True, kw_only=True)
class WishView:
    """How the customer wishes to be answered, in words; ``time`` is empty where any suits."""

    answer_by: str
    time: str


def rating_of(*, case_id: UUID, now: datetime, in_clear: bool = True) -> RatingView | None:
    """The rating of a case; ``in_clear`` for its customer alone."""
    found = Rating.objects.select_related("case").filter(case_id=case_id).first()
    if found is None:
        return None
    may_change = is_changeable(found, now=now)
    return RatingView(
        score=found.score,
        text=found.redacted,
        words=words_of(found) if may_change and in_clear else "",
        given_at=found.given_at,
        is_changeable=may_change,
    )


def wish_of(*, case_id: UUID) -> WishView | None:
    """How the customer of a case wishes to be answered; None where nobody asked them."""
    found = Wish.objects.filter(case_id=case_id).first()
    if found is None:
        return None
    calls = found.answer_by == "PHONE" and found.preferred_time != "ANY"
    return WishView(
        answer_by=found.get_answer_by_display(), time=found.get_preferred_time_display() if calls else ""
    )


@dataclass(frozen=True, kw_only=True)
class Matter:
    """One of a customer's cases in the list of all of theirs."""

    number: str
    kind_label: str
    state_label: str
    subject: str
    opened_at: datetime
    is_living: bool
    owed: PromiseView | None


MOST_MATTERS = 100


def matters_of(*, customer_id: UUID, now: datetime) -> tuple[Matter, ...]:
    """Every case that the customer opened or is on, the newest first; the newest hundred of them."""
    theirs = family(customer_id=customer_id)
    on_it = Complainant.objects.filter(customer_id__in=theirs, until__isnull=True)
    joined = list(on_it.values_list("case_id", flat=True)[:MOST_MATTERS])
    cases = list(
        Case.objects.filter(Q(customer_id__in=theirs) | Q(pk__in=joined)).order_by("-opened_at", "-pk")[
            :MOST_MATTERS
        ]
    )
    promises = promises_on(subjects=[f"case:{case.pk}" for case in cases], now=now)
    return tuple(
        Matter(
            number=case.number,
            kind_label=case.get_kind_display(),
            state_label=case.get_state_display(),
            subject=case.subject,
            opened_at=case.opened_at,
            is_living=case.state in LIVING,
            owed=next((one for one in promises[f"case:{case.pk}"] if one.is_open), None),
        )
        for case in cases
    )
