"""The limits of this installation."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.db.models import Max

from yinuo.platform.reveals.models import Allowance
from yinuo.platform.reveals.rules import Limits


def limits() -> Limits:
    """What is usual, as the settings say."""
    return Limits(**settings.REVEAL_LIMITS)


def stop_at(*, staff_id: UUID, now: datetime) -> int:
    """How many reveals an hour this person may make at this moment: as everybody, or as was approved for them."""
    granted = Allowance.objects.filter(staff_id=staff_id, until__gt=now).aggregate(most=Max("hourly"))
    return max(limits().stop_at, granted["most"] or 0)
