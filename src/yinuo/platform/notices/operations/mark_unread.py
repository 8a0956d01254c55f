"""Take back that everything was marked as read."""

from __future__ import annotations

from datetime import datetime

from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.models import Notice


def mark_unread(*, actor: Actor, read_at: datetime) -> int:
    """Make new again what the actor marked as read at one moment; returns how many."""
    with transaction():
        return Notice.objects.filter(recipient_id=actor.id, read_at=read_at).update(read_at=None)
