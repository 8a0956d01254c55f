"""Fire the alarms that are due: one indexed read, in batches, each level of each promise exactly once."""

from __future__ import annotations

import logging
from datetime import datetime, timedelta
from uuid import UUID

from django.db import DatabaseError, InterfaceError, OperationalError, connection
from django.db.models import Q

from yinuo.core.promises.escalation import Ladder
from yinuo.core.promises.firing import fire
from yinuo.core.promises.models import Promise
from yinuo.platform.jobs.public import transaction

logger = logging.getLogger(__name__)
BATCH = 500
# A writer that holds the evidence of one promise must not hold up the alarms of all others.
PATIENCE = "2s"
AGAIN = timedelta(seconds=1)  # until somebody who was at one of them has committed


def fire_due_alarms(*, now: datetime) -> datetime | None:
    """
    Fire everything that is due, oldest first; several clock processes may do so at once.

    A batch is one write: rows claimed, alarms marked, evidence appended and everybody told, or nothing of it. When a
    batch fails, each promise in it becomes a write of its own: one whose alarm fails is logged and tried again with
    the next call, and holds up no other.

    Returns:
        When the next alarm is due, or None while nothing is owed.
    """
    ladder = Ladder(at=now)
    failed: set[UUID] = set()
    while claimed := _fire_batch(ladder=ladder, now=now, without=failed):
        failed |= claimed - {None}  # type: ignore[arg-type]
    return _next_look(now, failed)


def _fire_batch(*, ladder: Ladder, now: datetime, without: set[UUID]) -> set[UUID | None]:
    """Fire one batch; the promises that failed, with None among them to say that there was something to do."""
    due = Q(next_alarm_at__lte=now)
    try:
        fired = _fire_locked(due & ~Q(pk__in=without), ladder=ladder, now=now)
        return {None} if fired else set()
    except InterfaceError:
        raise  # the database is away: the others would fail, too
    except Exception as error:  # lint: broad-except: found out below which one it is
        if isinstance(error, DatabaseError) and not connection.is_usable():
            raise
        logger.warning("batch of alarms failed", extra={"error": type(error).__name__})
    found = Promise.objects.filter(due).exclude(pk__in=without).order_by("next_alarm_at")
    failed: set[UUID | None] = {None}
    for promise_id in list(found.values_list("pk", flat=True)[:BATCH]):
        try:
            _fire_locked(due & Q(pk=promise_id), ladder=ladder, now=now)
        except Exception as error:  # lint: broad-except: one alarm that fails must not hold up the others
            if isinstance(error, OperationalError | InterfaceError) and not connection.is_usable():
                raise
            logger.exception("alarm failed", extra={"error": type(error).__name__})
            failed.add(promise_id)
    return failed


def _fire_locked(found: Q, *, ladder: Ladder, now: datetime) -> int:
    """Claim what nobody else is at, and fire it; how many promises that were."""
    with transaction():
        with connection.cursor() as cursor:
            cursor.execute("SELECT set_config('lock_timeout', %s, true)", [PATIENCE])
        promises = list(
            Promise.objects.select_for_update(skip_locked=True, of=("self",))
            .filter(found)
            .order_by("next_alarm_at")[:BATCH]
        )
        if promises:
            fire(promises=promises, ladder=ladder, now=now)
        return len(promises)


def _next_look(now: datetime, failed: set[UUID]) -> datetime | None:
    waiting = Promise.objects.filter(next_alarm_at__isnull=False).exclude(pk__in=failed)
    first = waiting.order_by("next_alarm_at").values_list("next_alarm_at", flat=True).first()
    if first is None or first > now:
        return first
    # Somebody settles it at this moment, or another clock is at it: look again soon.
    return now + AGAIN
