"""Sweep out sessions and counters that are over."""

from __future__ import annotations

from datetime import datetime

from allauth.usersessions.models import UserSession
from django.contrib.sessions.models import Session

from yinuo.platform.identity.models import SharedValue
from yinuo.platform.jobs.public import transaction


def prune_expired(*, now: datetime) -> int:
    """Delete what is over at ``now``; how many rows that were."""
    with transaction():
        sessions, _by_model = Session.objects.filter(expire_date__lte=now).delete()
        open_keys = Session.objects.values("session_key")
        listed, _by_model = UserSession.objects.exclude(session_key__in=open_keys).delete()
        values, _by_model = SharedValue.objects.filter(expires_at__lte=now).delete()
        return sessions + listed + values
