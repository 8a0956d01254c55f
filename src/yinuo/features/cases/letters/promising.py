"""What is owed in writing: once a case is decided, its letter is under way within the time that the law gives."""

from __future__ import annotations

from datetime import datetime, timedelta
from math import ceil

from yinuo.core.promises.public import (
    CannotMakePromise,
    PromiseView,
    explain_promise,
    promises_on,
    settle_promise,
    withdraw_promises,
)
from yinuo.features.cases import rules
from yinuo.features.cases.models import Case, Delivery
from yinuo.features.cases.promising import promise_duties
from yinuo.platform.identity.public import SYSTEM, Actor

DAY = timedelta(days=1)


def promise_letter(case: Case, *, actor: Actor, now: datetime) -> None:
    """
    Promise the letter of a case that was decided just now, where a policy asks for one in writing.

    Its time runs from when the decision's did, without the days that did not count for that. A letter that is under
    way already keeps the promise at once.
    """
    duty = rules.letter_duty(kind=case.kind, source=case.source)
    if duty is None:
        return
    try:
        promise_duties(case=case, duties=[duty], actor=actor, now=now, starts_at=_start(case, now))
    except CannotMakePromise:  # no policy asks for it in this case
        return
    first = (
        Delivery.objects.filter(letter__case=case, at__lte=now)
        .exclude(outcome=Delivery.Outcome.FAILED)
        .order_by("at", "pk")
        .first()
    )
    if first is not None:
        settle_letter(case, first, actor=actor, now=now)


def settle_letter(case: Case, attempt: Delivery, *, actor: Actor, now: datetime) -> None:
    """Keep what was promised by an attempt: handed over, posted or sent counts, whether or not it has arrived."""
    settled = settle_promise(
        subject=f"case:{case.pk}",
        duty=rules.LETTER,
        happened_at=attempt.at,
        evidence=f"delivery:{attempt.pk}",
        actor=actor,
        now=now,
    )
    if settled is not None:
        _nothing_more(case)


def withdraw_letter(case: Case, *, actor: Actor, now: datetime) -> None:
    """A new round decides anew: its letter is owed there, and this one no more."""
    withdraw_promises(subject=f"case:{case.pk}", duty=rules.LETTER, reason="reopened", actor=actor, now=now)
    _nothing_more(case)


def _nothing_more(case: Case) -> None:
    """A decided case calls for attention only while its letter is owed."""
    case.attention_at = None
    case.save(update_fields=["attention_at"])


def _start(case: Case, now: datetime) -> datetime:
    decided = rules.decision_duty(kind=case.kind, source=case.source, relation=case.relation)
    subject = f"case:{case.pk}"
    promise = next(
        (one for one in promises_on(subjects=[subject], now=now)[subject] if one.duty == decided), None
    )
    if promise is None:
        return case.voiced_at
    return promise.made_at + DAY * ceil(_not_counted(promise, now) / DAY)


def _not_counted(promise: PromiseView, now: datetime) -> timedelta:
    """The time that pauses held and that a second person gave in addition."""
    explained = explain_promise(promise_id=promise.id, actor=SYSTEM, now=now)
    if explained is None:
        return timedelta()
    given = sum((one.due_after - one.due_before for one in explained.extensions), timedelta())
    return given + (explained.promise.due_at - explained.base_due_at)
