"""The arithmetic of a promise: which time counted, which did not and why, and which alarms follow from it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yinuo.core.promises.arranging import keeper_of, timing_of
from yinuo.core.promises.clocks import Keeper
from yinuo.core.promises.models import AlarmFired, Pause, Promise
from yinuo.core.promises.rules import Alarm
from yinuo.core.promises.terms import AlarmTerm, Terms
from yinuo.core.promises.views import PromiseView, view_of
from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class SpanView:
    """
    A half-open stretch of time.

    Attributes:
        kind: ``counted``, ``closed`` (the calendar was closed) or ``paused``.
        reason: why it did not count, as a code or the name of a day; empty where it counted.
    """

    begin: datetime
    end: datetime
    kind: str
    reason: str = ""

    @property
    def length(self) -> timedelta:
        return self.end - self.begin


@dataclass(frozen=True, kw_only=True)
class ExtensionView:
    """More time that was given."""

    amount: int
    unit_label: str
    reason: str
    told: str
    asked_by: UUID
    approved_by: UUID
    at: datetime
    due_before: datetime
    due_after: datetime


@dataclass(frozen=True, kw_only=True)
class AlarmView:
    """
    One rung of the ladder.

    Attributes:
        fired_at: when it went off; None while it has not.
        spoke: False where a higher level, due at the same look, spoke for it.
        passed: it will never go off, because its time lay before the promise was made or was given its due time.
    """

    key: str
    at: datetime
    tell: tuple[str, ...]
    fired_at: datetime | None
    is_late: bool
    spoke: bool
    passed: bool

    @property
    def term(self) -> AlarmTerm:
        """What the key says."""
        return AlarmTerm(key=self.key, tell=self.tell)


@dataclass(frozen=True, kw_only=True)
class Explanation:
    """
    Everything from which the due time follows.

    Attributes:
        whole: how much time the policy gives, extensions included, on its clock.
        spent: how much of it has run.
        held: how much of its clock's time the pauses held.
    """

    promise: PromiseView
    version: int
    terms: Terms
    base_due_at: datetime
    whole: timedelta
    spent: timedelta
    held: timedelta
    spans: tuple[SpanView, ...]
    extensions: tuple[ExtensionView, ...]
    alarms: tuple[AlarmView, ...]
    is_provisional: bool


def explain_promise(*, promise_id: UUID, actor: Actor, now: datetime) -> Explanation | None:
    """The arithmetic of one promise within the actor's reach, or None."""
    found = Promise.objects.select_related("version", "policy").prefetch_related("pauses", "extensions")
    promise = found.filter(pk=promise_id).first()
    if promise is None or not actor.sees(promise.path):
        return None
    timing = timing_of(promise, promise.version)
    pauses = list(promise.pauses.all())
    end = promise.settled_at or promise.paused_at or min(now, promise.due_at)
    spans = spans_of(
        promise, pauses, keeper_of(promise), until=max(promise.due_at, promise.settled_at or end)
    )
    clock = keeper_of(promise).clock
    counted = (
        clock.between(span.begin, min(span.end, end))
        for span in spans
        if span.kind == "counted" and span.begin < end
    )
    return Explanation(
        promise=view_of(promise, now=now),
        version=promise.version.number,
        terms=promise.version.terms,
        base_due_at=timing.base_due_at,
        whole=timing.whole,
        spent=sum(counted, timedelta()),
        held=timing.held,
        spans=tuple(spans),
        extensions=_extensions(promise),
        alarms=_alarms(promise, timing.alarms),
        is_provisional=promise.is_provisional,
    )


def spans_of(promise: Promise, pauses: Sequence[Pause], keeper: Keeper, *, until: datetime) -> list[SpanView]:
    """From the first moment to the last: what counted, what was closed, what was paused."""
    spans: list[SpanView] = []
    at = promise.made_at
    for pause in pauses:
        end = pause.until or until
        if pause.since > at:
            spans += _parts(keeper, at, min(pause.since, until))
        spans.append(
            SpanView(begin=max(pause.since, at), end=max(end, at), kind="paused", reason=pause.reason)
        )
        at = max(at, end)
    if at < until:
        spans += _parts(keeper, at, until)
    return spans


def _parts(keeper: Keeper, begin: datetime, end: datetime) -> list[SpanView]:
    return [
        SpanView(
            begin=part.start,
            end=part.end,
            kind="counted" if part.counted else "closed",
            reason="" if part.counted else part.name or part.reason.value,
        )
        for part in keeper.parts(begin, end)
    ]


def _extensions(promise: Promise) -> tuple[ExtensionView, ...]:
    return tuple(
        ExtensionView(
            amount=one.amount,
            unit_label=one.get_unit_display(),
            reason=one.reason,
            told=one.told,
            asked_by=one.asked_by,
            approved_by=one.approved_by,
            at=one.extended_at,
            due_before=one.due_before,
            due_after=one.due_after,
        )
        for one in promise.extensions.all()
    )


def _alarms(promise: Promise, timed: Sequence[Alarm]) -> tuple[AlarmView, ...]:
    fired = {one.key: one for one in AlarmFired.objects.filter(promise=promise, term=promise.term)}
    tell = {term.key: term.tell for term in promise.version.terms.alarms}
    planned = {key: datetime.fromisoformat(at) for at, key in promise.plan}
    views = []
    for alarm in timed:
        key, at = alarm.key, alarm.at
        went = fired.get(key)
        views.append(
            AlarmView(
                key=key,
                at=went.due_at if went else planned.get(key, at),
                tell=tell.get(key, ()),
                fired_at=went.fired_at if went else None,
                is_late=went.is_late if went else False,
                spoke=went.spoke if went else False,
                passed=went is None and key not in planned,
            )
        )
    return tuple(views)
