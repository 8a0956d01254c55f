"""What it means that alarms go off: marks, evidence, and who hears of it; part of the transaction that claimed them."""

from __future__ import annotations

import os
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db import connection

from yinuo.core.promises import rules
from yinuo.core.promises.arranging import read_plan
from yinuo.core.promises.escalation import Ladder
from yinuo.core.promises.events import AlarmsFired, FiredAlarm, PromiseAtRisk, PromiseBroken
from yinuo.core.promises.models import AlarmFired, PolicyVersion, Promise
from yinuo.core.promises.rules import Alarm
from yinuo.core.promises.terms import DUE
from yinuo.core.promises.views import owed
from yinuo.platform.audit.public import NewEntry, append_many
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import publish

LATE = timedelta(seconds=10)  # a clock that runs fires within one
SLOTS = 16

_MOVE = """
    UPDATE promises_promise SET next_alarm_at = moved.at, state = moved.state
    FROM unnest(%s::uuid[], %s::timestamptz[], %s::text[]) AS moved (id, at, state)
    WHERE promises_promise.id = moved.id
"""
_TALLY = """
    INSERT INTO promises_clocktally (slot, fired, late) VALUES (%s, %s, %s)
    ON CONFLICT (slot) DO UPDATE
    SET fired = promises_clocktally.fired + excluded.fired, late = promises_clocktally.late + excluded.late
"""


@dataclass(frozen=True, kw_only=True)
class Going:
    """
    A promise with the alarms of it that are due.

    Attributes:
        due: oldest first; the last one speaks for all.
        next_at: when its next one is due.
    """

    promise: Promise
    due: list[Alarm]
    next_at: datetime | None
    speaks: FiredAlarm


def fire(*, promises: Sequence[Promise], ladder: Ladder, now: datetime) -> None:
    """Fire what is due on claimed promises."""
    tells = _who_hears(promises)
    going = [_going(promise, tells, ladder, now) for promise in promises]
    _mark(going, now)
    alarms = tuple(one.speaks for one in going)
    append_many(entries=[_entry(alarm, now) for alarm in alarms])
    _tally(alarms)
    _tell(alarms, now)


def _who_hears(promises: Sequence[Promise]) -> dict[UUID, dict[str, tuple[str, ...]]]:
    """For each version the rungs that hear of each alarm."""
    versions = PolicyVersion.objects.in_bulk({promise.version_id for promise in promises})
    return {
        version_id: {alarm.key: alarm.tell for alarm in version.terms.alarms}
        for version_id, version in versions.items()
    }


def _going(
    promise: Promise, tells: dict[UUID, dict[str, tuple[str, ...]]], ladder: Ladder, now: datetime
) -> Going:
    plan = read_plan(promise)
    due = rules.due_alarms(plan, since=promise.next_alarm_at or now, now=now)
    following = rules.next_alarm(plan, after=now)
    breaks = any(alarm.key == DUE for alarm in due)
    if breaks:
        promise.state = Promise.State.BROKEN
    rungs = dict.fromkeys(rung for alarm in due for rung in tells[promise.version_id].get(alarm.key, ()))
    spoken = due[-1]
    speaks = FiredAlarm(
        promise=owed(promise),
        key=spoken.key,
        percent=_percent(promise, spoken),
        alarm_at=spoken.at,
        is_broken=promise.state == Promise.State.BROKEN,
        breaks=breaks,
        is_late=now - spoken.at > LATE,
        tell=ladder.people(rungs=rungs, owner_id=promise.owner_id, path=promise.path),
    )
    return Going(promise=promise, due=due, next_at=following.at if following else None, speaks=speaks)


def _percent(promise: Promise, alarm: Alarm) -> int:
    if alarm.key.endswith("%"):
        return int(alarm.key[:-1])
    whole = (promise.due_at - promise.made_at).total_seconds()
    passed = (alarm.at - promise.made_at).total_seconds()
    return min(max(int(passed * 100 / whole), 0), 100)


def _mark(going: Sequence[Going], now: datetime) -> None:
    AlarmFired.objects.bulk_create(
        AlarmFired(
            promise_id=one.promise.pk,
            term=one.promise.term,
            key=alarm.key,
            due_at=alarm.at,
            fired_at=now,
            spoke=alarm is one.due[-1],
            is_late=now - alarm.at > LATE,
        )
        for one in going
        for alarm in one.due
    )
    ids = [one.promise.pk for one in going]
    times = [one.next_at for one in going]
    states = [str(one.promise.state) for one in going]
    with connection.cursor() as cursor:
        cursor.execute(_MOVE, [ids, times, states])


def _entry(alarm: FiredAlarm, now: datetime) -> NewEntry:
    return NewEntry(
        stream=alarm.promise.subject,
        action="promise.broken" if alarm.breaks else _action(alarm),
        actor=SYSTEM.reference,
        at=now,
        facts={
            "promise": str(alarm.promise.id),
            "policy": alarm.promise.policy,
            "alarm": alarm.key,
            "percent": alarm.percent,
            "due_at": alarm.promise.due_at.isoformat(),
            "alarm_at": alarm.alarm_at.isoformat(),
            "late": alarm.is_late,
        },
    )


def _action(alarm: FiredAlarm) -> str:
    return "promise.escalated" if alarm.is_broken else "promise.warned"


def _tally(alarms: Sequence[FiredAlarm]) -> None:
    late = sum(alarm.is_late for alarm in alarms)
    with connection.cursor() as cursor:
        cursor.execute(_TALLY, [os.getpid() % SLOTS, len(alarms), late])


def _tell(alarms: tuple[FiredAlarm, ...], now: datetime) -> None:
    publish(AlarmsFired(alarms=alarms, noticed_at=now))
    for alarm in alarms:
        if alarm.breaks:
            publish(PromiseBroken(promise=alarm.promise, noticed_at=now))
        elif not alarm.is_broken:
            publish(PromiseAtRisk(promise=alarm.promise, percent=alarm.percent, noticed_at=now))
