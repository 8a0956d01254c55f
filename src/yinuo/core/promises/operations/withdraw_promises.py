"""Withdraw what is still owed to a subject: nobody waits for it any more."""

from __future__ import annotations

from datetime import datetime

from yinuo.core.promises.models import Promise
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import require_transaction


def withdraw_promises(*, subject: str, reason: str, actor: Actor, now: datetime) -> int:
    """
    End every promise on ``subject`` that is neither settled nor due yet; a broken one stays broken.

    Args:
        reason: a code, such as ``customer_withdrew``.

    Returns:
        How many were withdrawn.
    """
    require_transaction("promise.withdrawn")
    owed = Promise.objects.select_for_update().filter(
        subject=subject, state__in=[Promise.State.RUNNING, Promise.State.PAUSED], due_at__gte=now
    )
    for promise in owed:
        promise.state = Promise.State.WITHDRAWN
        promise.next_alarm_at = None
        promise.save(update_fields=["state", "next_alarm_at"])
        append(
            stream=subject,
            action="promise.withdrawn",
            actor=actor.reference,
            at=now,
            facts={"promise": str(promise.pk), "policy": promise.policy_id, "reason": reason},
        )
    return len(owed)
