"""Make a promise: from this moment something is owed, and its clock runs."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Q
from django.utils import timezone

from yinuo.core.promises import rules
from yinuo.core.promises.models import PolicyVersion, Promise
from yinuo.core.promises.views import PromiseView, view_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import require_transaction, wake_clock

# The clock looks at least this often; only a nearer alarm needs to wake it.
CLOCK_LOOKS_EVERY = timedelta(seconds=15)


class CannotMakePromise(DomainError):
    """No version of the policy was valid when the time began."""

    code = "promise.cannot_make"


def make_promise(
    *,
    policy: str,
    subject: str,
    path: str,
    owner_id: UUID | None,
    starts_at: datetime,
    actor: Actor,
    now: datetime,
) -> PromiseView:
    """
    Promise ``subject`` what ``policy`` says, under the version valid at ``starts_at``.

    Args:
        subject: what it is owed to, such as ``case:0198…``; also the stream of its evidence.
        path: the organisation node that owes it.
        starts_at: when the time begins, which may lie in the past (an imported case).

    Raises:
        CannotMakePromise: no version of the policy is valid at that time.
        NoTransaction: called outside the business write that it belongs to.
    """
    require_transaction("promise.made")
    version = (
        PolicyVersion.objects.filter(policy_id=policy, valid_from__lte=starts_at)
        .filter(Q(valid_to__isnull=True) | Q(valid_to__gt=starts_at))
        .select_related("policy")
        .first()
    )
    if version is None:
        raise CannotMakePromise(
            f"The policy {policy} says nothing about that time; give it a version that does."
        )
    due = rules.due_at(
        start=starts_at, amount=version.amount, unit=version.unit, zone=timezone.get_default_timezone()
    )
    listed = rules.alarms(start=starts_at, due=due, percents=version.alarm_percents)
    # Levels that passed before the promise was made never fire; due itself always does.
    first = rules.next_alarm(listed, after=now) or listed[-1]
    promise = Promise.objects.create(
        version=version,
        policy=version.policy,
        subject=subject,
        path=path,
        owner_id=owner_id,
        made_at=starts_at,
        at_risk_at=rules.share_of(start=starts_at, due=due, percent=version.at_risk_percent),
        due_at=due,
        next_alarm_at=first.at,
    )
    append(
        stream=subject,
        action="promise.made",
        actor=actor.reference,
        at=now,
        facts={
            "promise": str(promise.pk),
            "policy": policy,
            "version": version.number,
            "starts_at": starts_at.isoformat(),
            "due_at": due.isoformat(),
        },
    )
    if first.at < now + CLOCK_LOOKS_EVERY:
        wake_clock()
    return view_of(promise, now=now)
