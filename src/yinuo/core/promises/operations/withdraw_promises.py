"""Withdraw what is still owed to a subject: nobody waits for it any more."""

from __future__ import annotations

from datetime import datetime

from yinuo.core.promises.models import Pause, Promise
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import require_transaction

_UNSETTLED = (Promise.State.RUNNING, Promise.State.PAUSED, Promise.State.BROKEN)


def withdraw_promises(*, subject: str, reason: str, actor: Actor, now: datetime, duty: str = "") -> int:
    """
    End every promise on ``subject`` that is neither settled nor overdue; a broken one stays broken.

    No alarm goes off for any of them any more: nobody is woken for a matter that was merged into another.

    Args:
        reason: a code, such as ``customer_withdrew``.
        duty: only what is owed under this name.

    Returns:
        How many were withdrawn.
    """
    require_transaction("promise.withdrawn")
    unsettled = Promise.objects.select_for_update(of=("self",)).filter(
        subject=subject, settled_at__isnull=True, state__in=_UNSETTLED
    )
    if duty:
        unsettled = unsettled.filter(policy__duty=duty)
    withdrawn = 0
    for promise in unsettled.order_by("pk"):
        verdict = _end(promise, now)
        if verdict is None:
            continue
        withdrawn += verdict == Promise.State.WITHDRAWN
        append(
            stream=subject,
            action=f"promise.{verdict.lower()}",
            actor=actor.reference,
            at=now,
            facts={"promise": str(promise.pk), "policy": promise.policy_id, "reason": reason},
        )
    return withdrawn


def _end(promise: Promise, now: datetime) -> str | None:
    """Silence its clock; the verdict if it is new, None where it was broken before."""
    was, promise.next_alarm_at = promise.state, None
    if promise.paused_at is not None:
        Pause.objects.filter(promise=promise, until__isnull=True).update(until=now)
    is_late = promise.paused_at is None and promise.due_at < now
    promise.state = Promise.State.BROKEN if is_late else Promise.State.WITHDRAWN
    promise.paused_at, promise.pause_reason = None, ""
    promise.save(update_fields=["state", "paused_at", "pause_reason", "next_alarm_at"])
    return None if was == promise.state else str(promise.state)
