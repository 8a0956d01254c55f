"""Reads about reveals and alarms: one's own, and those that one reviews."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from yinuo.platform.identity.public import Actor, Role
from yinuo.platform.reveals.kinds import label_of
from yinuo.platform.reveals.models import Alarm, Reveal, Review
from yinuo.platform.reveals.roles import REVIEWERS

PAGE = 50
_TONES = {Review.WAITING: "warn", Review.JUSTIFIED: "good", Review.NOT_JUSTIFIED: "bad"}


@dataclass(frozen=True, kw_only=True)
class RevealRow:
    """One reveal as listed; the mask, never the value."""

    id: UUID
    kind_label: str
    mask: str
    staff_name: str
    reason_label: str
    text: str
    at: datetime
    review: str
    review_label: str
    tone: str
    reviewer_name: str
    note: str


@dataclass(frozen=True, kw_only=True)
class AlarmRow:
    """One alarm as listed."""

    id: UUID
    rule_label: str
    staff_name: str
    count: int
    limit: int
    at: datetime
    is_open: bool
    is_own: bool
    closed_by_name: str
    note: str


def waiting_count(*, actor: Actor) -> int | None:
    """How many reveals wait for this actor's review; None for somebody who reviews nothing."""
    return _to_review(actor).count() if actor.has(*REVIEWERS) else None


def to_review(*, actor: Actor, limit: int = PAGE) -> tuple[RevealRow, ...]:
    """What waits for a second person, the oldest first."""
    found = _to_review(actor).select_related("staff", "reviewer").order_by("at", "id")
    return tuple(_row(one) for one in found[:limit])


def reviewed(*, actor: Actor, limit: int = PAGE) -> tuple[RevealRow, ...]:
    """What was reviewed in the actor's part of the organisation, newest first."""
    found = _in_reach(actor).exclude(review=Review.WAITING).select_related("staff", "reviewer")
    return tuple(_row(one) for one in found.order_by("-at", "-id")[:limit])


def reveals_of(*, actor: Actor, limit: int = PAGE) -> tuple[RevealRow, ...]:
    """What the actor looked at, newest first."""
    found = Reveal.objects.filter(staff=actor.id).select_related("staff", "reviewer")
    return tuple(_row(one) for one in found.order_by("-at", "-id")[:limit])


def reveals_of_owner(*, owner: UUID, actor: Actor, limit: int = PAGE) -> tuple[RevealRow, ...]:
    """Who looked at one customer's values, newest first, within the actor's reach: for the customer's own page."""
    found = _in_reach(actor).filter(owner=owner).select_related("staff", "reviewer")
    return tuple(_row(one) for one in found.order_by("-at", "-id")[:limit])


def open_alarms_count(*, actor: Actor) -> int | None:
    """How many alarms nobody has looked at."""
    if not actor.has(Role.SECURITY_OFFICER):
        return None
    return _alarms(actor).filter(closed_by__isnull=True).count()


def alarms(*, actor: Actor, limit: int = PAGE) -> tuple[AlarmRow, ...]:
    """Unusual access in the actor's part of the organisation: open alarms first, then the newest."""
    found = _alarms(actor).select_related("staff", "closed_by").order_by("-closed_at", "-at", "-id")
    return tuple(_alarm(one, actor) for one in found[:limit])


def _in_reach(actor: Actor) -> QuerySet[Reveal]:
    if actor.reach is None:
        return Reveal.objects.none()
    return Reveal.objects.filter(Q(path__startswith=actor.reach) | Q(staff_path__startswith=actor.reach))


def _to_review(actor: Actor) -> QuerySet[Reveal]:
    return _in_reach(actor).filter(review=Review.WAITING).exclude(staff=actor.id)


def _alarms(actor: Actor) -> QuerySet[Alarm]:
    if actor.reach is None:
        return Alarm.objects.none()
    return Alarm.objects.filter(path__startswith=actor.reach)


def _row(one: Reveal) -> RevealRow:
    return RevealRow(
        id=one.pk,
        kind_label=label_of(one.kind),
        mask=one.mask,
        staff_name=one.staff.name,
        reason_label=one.get_reason_display(),
        text=one.text,
        at=one.at,
        review=one.review,
        review_label=one.get_review_display(),
        tone=_TONES[Review(one.review)],
        reviewer_name=one.reviewer.name if one.reviewer else "",
        note=one.note,
    )


def _alarm(one: Alarm, actor: Actor) -> AlarmRow:
    return AlarmRow(
        id=one.pk,
        rule_label=one.get_rule_display(),
        staff_name=one.staff.name,
        count=one.count,
        limit=one.limit,
        at=one.at,
        is_open=one.closed_by_id is None,
        is_own=one.staff_id == actor.id,
        closed_by_name=one.closed_by.name if one.closed_by else "",
        note=one.note,
    )
