"""How often each actor did something lately: for rules that watch for unusual access."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import datetime

from django.db.models import Count

from yinuo.platform.audit.models import Entry, PendingEntry


def counts_by_actor(*, actions: Sequence[str], since: datetime, at_least: int = 1) -> dict[str, int]:
    """
    How many entries of these actions each actor has since that moment, sealed or not.

    Args:
        at_least: actors with fewer are left out.
    """
    total: Counter[str] = Counter()
    for model in (Entry, PendingEntry):
        rows = model.objects.filter(action__in=actions, at__gt=since).order_by()
        total.update(dict(rows.values_list("actor").annotate(count=Count("id"))))
    return {actor: count for actor, count in total.items() if count >= at_least}
