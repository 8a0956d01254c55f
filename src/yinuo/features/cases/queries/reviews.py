"""Reads about the review of a decision, for the customer's page."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.core.promises.public import PromiseView, promises_on
from yinuo.features.cases import rules
from yinuo.features.cases.models import LIVING, Case, Message, Relation
from yinuo.platform.identity.public import SYSTEM, nodes


@dataclass(frozen=True, kw_only=True)
class ReviewView:
    """
    A review as its customer sees it.

    Attributes:
        said: what the superior unit wrote, redacted; the last of it is the result once the review has ended.
    """

    number: str
    unit: str
    state_label: str
    is_living: bool
    promise: PromiseView | None
    said: tuple[str, ...]


def review_of(*, case_id: UUID, now: datetime) -> ReviewView | None:
    """The review of a decision; None where nobody asked for one."""
    review = Case.objects.filter(parent_id=case_id, relation=Relation.REVIEW).first()
    if review is None:
        return None
    subject = f"case:{review.pk}"
    replies = review.messages.filter(kind=Message.Kind.REPLY).values_list("redacted", flat=True)
    return ReviewView(
        number=review.number,
        unit=_name_of(review.path),
        state_label=str(review.get_state_display()),
        is_living=review.state in LIVING,
        promise=next(iter(promises_on(subjects=[subject], now=now)[subject]), None),
        said=tuple(replies),
    )


def reviewing_unit(*, case_id: UUID) -> str:
    """The name of the unit that would decide a review of this case."""
    path = Case.objects.filter(pk=case_id).values_list("path", flat=True).get()
    return _name_of(rules.superior_path(path))


def _name_of(path: str) -> str:
    return next((one.name for one in nodes(actor=SYSTEM) if one.path == path), "")
