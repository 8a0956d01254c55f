"""Who else has a case open, and who is writing an answer: so that no customer hears two different things."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yinuo.features.cases.models import Presence
from yinuo.platform.identity.public import Actor

LASTS = timedelta(seconds=50)  # a page says every 20 seconds that it is open: two may be lost
FORGOTTEN = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Here:
    """A colleague on the page of a case."""

    name: str
    is_writing: bool


def come_by(*, case_id: UUID, actor: Actor, now: datetime, is_writing: bool = False) -> None:
    """Remember that the actor has the case open, which they may read."""
    if actor.id is None:
        return
    Presence.objects.filter(staff_id=actor.id, seen_at__lt=now - FORGOTTEN).delete()
    Presence.objects.update_or_create(
        case_id=case_id, staff_id=actor.id, defaults={"seen_at": now, "is_writing": is_writing}
    )


def others_here(*, case_id: UUID, actor: Actor, now: datetime) -> tuple[Here, ...]:
    """Everybody else who has the case open, writers first: one query."""
    if actor.id is None:
        return ()
    found = (
        Presence.objects.filter(case_id=case_id, seen_at__gt=now - LASTS)
        .exclude(staff_id=actor.id)
        .select_related("staff")
        .order_by("-is_writing", "staff__name")
    )
    return tuple(Here(name=one.staff.name, is_writing=one.is_writing) for one in found)
