"""Fire the alarms that are due: one indexed read, each level of each promise exactly once."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from datetime import datetime
from uuid import UUID

from django.db import InterfaceError, OperationalError
from django.db.models import Q

from yinuo.core.promises import rules
from yinuo.core.promises.events import PromiseAtRisk, PromiseBroken
from yinuo.core.promises.models import AlarmFired, Promise
from yinuo.core.promises.views import owed
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import publish, transaction

logger = logging.getLogger(__name__)
BATCH = 200


def fire_due_alarms(*, now: datetime) -> datetime | None:
    """
    Fire everything that is due, oldest first; several clock processes may do so at once.

    Each promise is a write of its own: one whose alarm fails is logged and tried again with the next call, and
    holds up no other.

    Returns:
        When the next alarm is due, or None while nothing is owed.
    """
    for promise_id in _due(now):
        try:
            _fire_one(promise_id, now)
        except (OperationalError, InterfaceError):
            raise  # the database is away: the others would fail, too
        except Exception as error:  # lint: broad-except: one alarm that fails must not hold up the others
            logger.exception("alarm failed", extra={"error": type(error).__name__})
    waiting = Promise.objects.filter(next_alarm_at__gt=now).order_by("next_alarm_at")
    return waiting.values_list("next_alarm_at", flat=True).first()


def _due(now: datetime) -> Iterator[UUID]:
    """The promises with an alarm that is due, each once."""
    found = Promise.objects.filter(next_alarm_at__lte=now).order_by("next_alarm_at", "pk")
    rest = found
    while batch := list(rest.values_list("next_alarm_at", "pk")[:BATCH]):
        yield from (promise_id for _at, promise_id in batch)
        at, last = batch[-1]
        rest = found.filter(Q(next_alarm_at__gt=at) | Q(next_alarm_at=at, pk__gt=last))


def _fire_one(promise_id: UUID, now: datetime) -> None:
    with transaction():
        promise = (
            Promise.objects.select_for_update(skip_locked=True, of=("self",))
            .select_related("version")
            .filter(pk=promise_id, next_alarm_at__lte=now)
            .first()
        )
        if promise is not None:  # else another clock is at it, or it was settled just now
            _fire(promise, now)


def _fire(promise: Promise, now: datetime) -> None:
    listed = rules.alarms(start=promise.made_at, due=promise.due_at, percents=promise.version.alarm_percents)
    alarm = rules.highest_due(listed, now=now)
    following = rules.next_alarm(listed, after=now)
    promise.next_alarm_at = following.at if following else None
    if alarm is not None:
        AlarmFired.objects.create(promise=promise, level=alarm.level, due_at=alarm.at, fired_at=now)
        if alarm.level == rules.AT_DUE:
            promise.state = Promise.State.BROKEN
        _tell(promise, alarm, now)
    promise.save(update_fields=["next_alarm_at", "state"])


def _tell(promise: Promise, alarm: rules.Alarm, now: datetime) -> None:
    broken = alarm.level == rules.AT_DUE
    append(
        stream=promise.subject,
        action="promise.broken" if broken else "promise.warned",
        actor=SYSTEM.reference,
        at=now,
        facts={
            "promise": str(promise.pk),
            "policy": promise.policy_id,
            "percent": alarm.level,
            "due_at": promise.due_at.isoformat(),
            "alarm_at": alarm.at.isoformat(),
        },
    )
    about = owed(promise)
    if broken:
        publish(PromiseBroken(promise=about, noticed_at=now))
    else:
        publish(PromiseAtRisk(promise=about, percent=alarm.level, noticed_at=now))
