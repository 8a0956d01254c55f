"""Mark everything that was shown as read."""

from __future__ import annotations

from datetime import datetime

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
