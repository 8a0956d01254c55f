"""Settle a promise: what was promised happened, and when it happened decides the verdict."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q
from django.utils.translation import gettext as _

from yinuo.core.promises import rules
from yinuo.core.promises.events import PromiseSettled
from yinuo.core.promises.models import Pause, Promise
from yinuo.core.promises.views import PromiseView, owed, view_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, require_transaction

_UNSETTLED = (Promise.State.RUNNING, Promise.State.PAUSED, Promise.State.BROKEN)


class CannotSettlePromise(DomainError):
    """Nothing shows that it happened, or it happened at an impossible time."""

    code = "promise.cannot_settle"


def settle_promise(
    *,
    happened_at: datetime,
    evidence: str,
    actor: Actor,
    now: datetime,
    subject: str = "",
    duty: str = "",
    policy: str = "",
    promise_id: UUID | None = None,
) -> PromiseView | None:
    """
    Settle the open promise on ``subject`` that is named by its duty, its policy or its id, if there is one.

    A promise that was already settled keeps its first verdict. One that the clock has marked broken is kept all
    the same when what was promised happened in time and was only noticed later.

    Args:
        happened_at: the true time of the event, which may lie before ``now``.
        evidence: what proves it, such as ``message:0198…``; never a tick.

    Returns:
        The settled promise, or None where nothing was owed any more, or where its policy takes nothing late.

    Raises:
        CannotSettlePromise: no evidence, or a time in the future.
    """
    require_transaction("promise.settled")
    if not evidence.strip():
        raise CannotSettlePromise(_("Name what proves it: a message, a call, a document."))
    if happened_at > now:
        raise CannotSettlePromise(_("It cannot have happened in the future; check the time."))
    named = Q(pk=promise_id) if promise_id else Q(policy_id=policy) if policy else Q(policy__duty=duty)
    promise = (
        Promise.objects.select_for_update(of=("self",))
        .select_related("policy", "version")
        .filter(named, state__in=_UNSETTLED, settled_at__isnull=True)
        .filter(Q(subject=subject) if subject else Q())
        .order_by("made_at", "pk")
        .first()
    )
    if promise is None:
        return None
    verdict = _verdict(promise, happened_at)
    if verdict is rules.Verdict.BROKEN and not promise.version.settle_late:
        return None
    if promise.paused_at is not None:
        Pause.objects.filter(promise=promise, until__isnull=True).update(
            until=max(happened_at, promise.paused_at)
        )
    promise.state = Promise.State(verdict.value)
    promise.settled_at, promise.evidence = happened_at, evidence
    promise.next_alarm_at = promise.paused_at = None
    promise.pause_reason = ""
    promise.save(
        update_fields=["state", "settled_at", "evidence", "next_alarm_at", "paused_at", "pause_reason"]
    )
    kept = verdict is rules.Verdict.KEPT
    append(
        stream=promise.subject,
        action="promise.kept" if kept else "promise.fulfilled_late",
        actor=actor.reference,
        at=now,
        facts={
            "promise": str(promise.pk),
            "policy": promise.policy_id,
            "happened_at": happened_at.isoformat(),
            "due_at": promise.due_at.isoformat(),
            "evidence": evidence,
        },
    )
    publish(PromiseSettled(promise=owed(promise), kept=kept, settled_at=happened_at))
    return view_of(promise, now=now)


def _verdict(promise: Promise, happened_at: datetime) -> rules.Verdict:
    """While its clock stands still a promise cannot be late: it was in time when it was stopped."""
    if promise.paused_at is not None:
        return rules.Verdict.KEPT
    return rules.verdict(due=promise.due_at, happened_at=happened_at)
