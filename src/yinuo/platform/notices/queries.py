"""Reads about notices: everybody sees their own."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q

from yinuo.platform.identity.public import Actor
from yinuo.platform.notices.models import Notice, Preference
from yinuo.platform.notices.rules import Wishes
from yinuo.platform.notices.wording import Wording, in_words

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class NoticeView:
    """One notice in the words of the reader's language."""

    id: UUID
    at: datetime
    is_new: bool
    wording: Wording


def unread_count(*, actor: Actor) -> int:
    """How many notices the actor has not seen."""
    return Notice.objects.filter(recipient_id=actor.id, read_at__isnull=True).count()


def notices_of(
    *, actor: Actor, before: tuple[datetime, UUID] | None = None, only_new: bool = False, limit: int = PAGE
) -> tuple[tuple[NoticeView, ...], tuple[datetime, UUID] | None]:
    """One page of the actor's notices, newest first, and the position of the next page or None."""
    found = Notice.objects.filter(recipient_id=actor.id)
    if only_new:
        found = found.filter(read_at__isnull=True)
    if before:
        at, id_ = before
        found = found.filter(Q(at__lt=at) | Q(at=at, pk__lt=id_))
    rows = list(found.order_by("-at", "-pk")[: limit + 1])
    page = rows[:limit]
    views = tuple(
        NoticeView(id=row.pk, at=row.at, is_new=row.read_at is None, wording=in_words(row.kind, row.facts))
        for row in page
    )
    return views, (page[-1].at, page[-1].pk) if len(rows) > limit else None


def wishes_of(*, actor: Actor) -> Wishes:
    """How the actor wants to hear."""
    found = Preference.objects.filter(staff=actor.id).first() if actor.id else None
    return (found or Preference()).wishes


def mail_choices() -> list[tuple[str, str]]:
    """The ways in which mail can come."""
    return [(choice.value, str(choice.label)) for choice in Preference.Mail]


def notice_lines(*, recipient_id: UUID, notice_ids: Collection[UUID]) -> tuple[Wording, ...]:
    """The words of some notices of one person, in the language that is active, for a further channel."""
    rows = Notice.objects.filter(recipient_id=recipient_id, pk__in=notice_ids).order_by("at", "pk")
    return tuple(in_words(row.kind, row.facts) for row in rows)
