"""What the clock process removes for this room."""

from __future__ import annotations

from datetime import datetime, timedelta

from yinuo.platform.rest.idempotency import forget_expired
from yinuo.platform.rest.limits import forget_whole

EVERY = timedelta(minutes=10)


def forget_old(now: datetime) -> datetime:
    """Remove kept answers after their day, and allowances that are whole again; when to come back."""
    forget_expired(now=now)
    forget_whole(now=now)
    return now + EVERY
