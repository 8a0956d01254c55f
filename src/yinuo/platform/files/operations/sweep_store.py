"""Sweep away what an interrupted write left in the store."""

from __future__ import annotations

from datetime import datetime, timedelta

from yinuo.platform.files import store
from yinuo.platform.files.models import StoredFile

# A write takes seconds; what is a day old and belongs to no row belongs to nobody.
ORPHAN_AFTER = timedelta(days=1)


def sweep_store(*, now: datetime) -> int:
    """Delete contents that no row names and that are a day old; returns how many."""
    swept = 0
    for location in store.locations():
        is_old = store.store().get_modified_time(location) < now - ORPHAN_AFTER
        if is_old and not StoredFile.objects.filter(location=location).exists():
            store.remove(location)
            swept += 1
    return swept
