"""
A case without an owner is a promise of its own: somebody has it within a quarter of an hour.

The unit owes it, by the policies of the duty ``case.owner``, whose ladder begins with its supervisor. The promise has
a subject of its own, so that customers see only what they were promised.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yinuo.core.promises.public import AlarmsFired, make_promise, settle_promise, withdraw_promises
from yinuo.features.cases.models import Case
from yinuo.platform.identity.public import Actor
from yinuo.platform.notices.public import Told, tell_many

DUTY = "case.owner"
PREFIX = "ownership:"


def subject_of(case: Case) -> str:
    """What the promise of an owner is owed to."""
    return f"{PREFIX}{case.pk}"


def promise_owner(case: Case, *, actor: Actor, now: datetime) -> None:
    """From now on somebody has to be found for ``case``; does nothing where it has an owner."""
    if case.owner_id is not None:
        return
    make_promise(
        duty=DUTY,
        circumstances={
            "kind": case.kind,
            "level": case.level,
            "channel": case.source,
            "source": case.source,
        },
        subject=subject_of(case),
        path=case.path,
        owner_id=None,
        starts_at=now,
        actor=actor,
        now=now,
    )


def settle_owner(case: Case, *, entry: object, actor: Actor, now: datetime) -> None:
    """Somebody has it now; ``entry`` is the evidence."""
    settle_promise(
        subject=subject_of(case),
        duty=DUTY,
        happened_at=now,
        evidence=f"entry:{entry}",
        actor=actor,
        now=now,
    )


def forget_owner(case: Case, *, reason: str, actor: Actor, now: datetime) -> None:
    """The case has ended before somebody had it: nobody needs to any more."""
    if case.owner_id is None:
        withdraw_promises(subject=subject_of(case), reason=reason, actor=actor, now=now)


def on_unowned_alarms(event: AlarmsFired) -> None:
    """Tell whoever is on the rung of each alarm that nobody owns a case."""
    alarms = [alarm for alarm in event.alarms if alarm.promise.subject.startswith(PREFIX)]
    if not alarms:
        return
    ids = [UUID(alarm.promise.subject.removeprefix(PREFIX)) for alarm in alarms]
    numbers = dict(Case.objects.filter(pk__in=ids).values_list("pk", "number"))
    tell_many(
        told=[
            Told(
                recipient_id=recipient,
                kind="case.unowned_late" if alarm.is_broken else "case.unowned",
                facts={"number": numbers[case_id]},
            )
            for alarm, case_id in zip(alarms, ids, strict=True)
            if case_id in numbers
            for recipient in alarm.tell
        ],
        now=event.noticed_at,
    )
