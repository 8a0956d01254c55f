"""Settle a promise: what was promised happened, and when it happened decides the verdict."""

from __future__ import annotations

from datetime import datetime

from yinuo.core.promises import rules
from yinuo.core.promises.events import PromiseSettled
from yinuo.core.promises.models import Promise
from yinuo.core.promises.views import PromiseView, owed, view_of
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, require_transaction

_UNSETTLED = (Promise.State.RUNNING, Promise.State.PAUSED, Promise.State.BROKEN)


def settle_promise(
    *, subject: str, policy: str, happened_at: datetime, evidence: str, actor: Actor, now: datetime
) -> PromiseView | None:
    """
    Settle the open promise of ``policy`` on ``subject``, if there is one.

    A promise that was already settled keeps its first verdict. One that the clock has marked broken is kept all
    the same when what was promised happened in time and was only noticed later.

    Args:
        happened_at: the true time of the event, which may lie before ``now``.
        evidence: what proves it, such as ``message:0198…``; never a tick.

    Returns:
        The settled promise, or None where nothing was owed any more.
    """
    require_transaction("promise.settled")
    promise = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("policy")
        .filter(subject=subject, policy_id=policy, state__in=_UNSETTLED, settled_at__isnull=True)
        .first()
    )
    if promise is None:
        return None
    verdict = rules.verdict(due=promise.due_at, happened_at=happened_at)
    promise.state = Promise.State(verdict.value)
    promise.settled_at = happened_at
    promise.evidence = evidence
    promise.next_alarm_at = None
    promise.save(update_fields=["state", "settled_at", "evidence", "next_alarm_at"])
    kept = verdict is rules.Verdict.KEPT
    append(
        stream=subject,
        action="promise.kept" if kept else "promise.fulfilled_late",
        actor=actor.reference,
        at=now,
        facts={
            "promise": str(promise.pk),
            "policy": policy,
            "happened_at": happened_at.isoformat(),
            "due_at": promise.due_at.isoformat(),
            "evidence": evidence,
        },
    )
    publish(PromiseSettled(promise=owed(promise), kept=kept, settled_at=happened_at))
    return view_of(promise, now=now)
