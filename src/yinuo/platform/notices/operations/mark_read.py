"""Mark one notice, or everything that was shown, as read."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.models import Notice


def mark_read(*, actor: Actor, shown_until: datetime, now: datetime) -> int:
    """
    Mark the actor's notices as read, up to the moment of the newest one that was shown.

    Returns:
        How many were new.
    """
    with transaction():
        return Notice.objects.filter(recipient_id=actor.id, read_at__isnull=True, at__lte=shown_until).update(
            read_at=now
        )


def mark_one_read(*, actor: Actor, notice_id: UUID, now: datetime) -> bool:
    """Mark one of the actor's notices as read; False where the actor has no such new notice."""
    with transaction():
        found = Notice.objects.filter(pk=notice_id, recipient_id=actor.id, read_at__isnull=True)
        return bool(found.update(read_at=now))
