"""Give a promise its due time and its alarms, from its policy and its history."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime, timedelta
from uuid import UUID

from yinuo.core.promises import rules
from yinuo.core.promises.clocks import Keeper
from yinuo.core.promises.keeping import keeper_for
from yinuo.core.promises.models import AlarmFired, Extension, Pause, PolicyVersion, Promise
from yinuo.core.promises.rules import Added, Alarm, Held, Timing
from yinuo.kernel.worktime import Calendar
from yinuo.platform.jobs.public import wake_clock

# The clock looks at least this often; only a nearer alarm needs to wake it.
CLOCK_LOOKS_EVERY = timedelta(seconds=15)
TICK = "promises"


def timing_of(
    promise: Promise,
    version: PolicyVersion,
    *,
    pauses: Sequence[Pause] | None = None,
    extensions: Sequence[Extension] | None = None,
    calendar_version: UUID | None = None,
    calendar: Calendar | None = None,
) -> Timing:
    """
    The timing of a promise under a version, with all its pauses and extensions.

    Args:
        calendar: one that is not in force, to see what it would do.
    """
    terms = version.terms
    held = promise.pauses.all() if pauses is None else pauses
    added = promise.extensions.all() if extensions is None else extensions
    return rules.timing(
        start=promise.made_at,
        terms=terms,
        keeper=keeper_for(
            terms,
            calendar_version=calendar_version or promise.calendar_version,
            at=promise.made_at,
            calendar=calendar,
        ),
        pauses=[Held(since=pause.since, until=pause.until) for pause in held],
        extensions=[Added(amount=one.amount, unit=one.unit) for one in added],
    )


def keeper_of(promise: Promise) -> Keeper:
    """The clock that a promise goes by; its version was read with it."""
    return keeper_for(promise.version.terms, calendar_version=promise.calendar_version, at=promise.made_at)


def arrange(promise: Promise, timing: Timing, *, plan: Iterable[Alarm]) -> None:
    """Write a timing into the row; what is not paused has its next alarm."""
    promise.base_due_at = timing.base_due_at
    promise.due_at = timing.due_at
    promise.at_risk_at = timing.at_risk_at
    promise.is_provisional = timing.is_provisional
    promise.plan = write_plan(plan)
    promise.next_alarm_at = None
    if promise.paused_at is None and promise.plan:
        promise.next_alarm_at = read_plan(promise)[0].at


ARRANGED = ("base_due_at", "due_at", "at_risk_at", "is_provisional", "plan", "next_alarm_at")


def still_to_fire(promise: Promise, timing: Timing) -> list[Alarm]:
    """The alarms of this due time that have not gone off, at the times that a new timing gives them."""
    planned = {alarm.key for alarm in read_plan(promise)}
    fired = set(AlarmFired.objects.filter(promise=promise, term=promise.term).values_list("key", flat=True))
    return [alarm for alarm in timing.alarms if alarm.key in planned - fired]


def write_plan(alarms: Iterable[Alarm]) -> list[list[str]]:
    """Alarms as the row keeps them."""
    return [[alarm.at.isoformat(), alarm.key] for alarm in alarms]


def read_plan(promise: Promise) -> list[Alarm]:
    """The alarms that the row keeps, oldest first."""
    return [Alarm(at=datetime.fromisoformat(at), key=key) for at, key in promise.plan]


def wake_for(promise: Promise, *, now: datetime) -> None:
    """Wake the clock process where it might sleep past the next alarm."""
    if promise.next_alarm_at is not None and promise.next_alarm_at < now + CLOCK_LOOKS_EVERY:
        wake_clock(tick=TICK)
