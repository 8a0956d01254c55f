"""Hold what is owed to a subject, before anything is written about it."""

from __future__ import annotations

from yinuo.core.promises.models import Promise
from yinuo.platform.jobs.public import require_transaction


def hold_promises(*, subject: str) -> None:
    """
    Lock the open promises on ``subject`` until the commit.

    Whoever writes evidence about a subject and then settles what is owed calls this first: alarms, too, take the
    promise before the evidence, so that an answer and an alarm at the same moment wait for each other in turn.
    """
    require_transaction("promise.held")
    found = Promise.objects.select_for_update().filter(subject=subject, settled_at__isnull=True)
    list(found.order_by("pk").values_list("pk", flat=True))
