"""Let the clock of a promise stand still, for a reason that its policy allows, and run again."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.arranging import ARRANGED, arrange, still_to_fire, timing_of, wake_for
from yinuo.core.promises.events import PromiseMoved
from yinuo.core.promises.locking import lock_promise
from yinuo.core.promises.models import Pause, Promise
from yinuo.core.promises.views import PromiseView, owed, state_at, view_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, transaction


class CannotPausePromise(DomainError):
    """Its policy allows no such pause, or it does not run."""

    code = "promise.cannot_pause"


class CannotResumePromise(DomainError):
    """It does not stand still, or not at that time."""

    code = "promise.cannot_resume"


def pause_promise(
    *, promise_id: UUID, reason: str, evidence: str, actor: Actor, now: datetime
) -> PromiseView:
    """
    Stop the clock from ``now`` on.

    It cannot be stopped backwards: what was late before stays late.

    Args:
        reason: one of the policy's ``pause_reasons``.
        evidence: what shows it, such as ``message:0198…``.

    Raises:
        PromiseNotFound: there is none within the actor's reach.
        CannotPausePromise: the policy does not allow it, it does not run any more, or nothing shows the reason.
    """
    with transaction():
        promise = lock_promise(promise_id=promise_id, actor=actor)
        _check(promise, reason, evidence, now)
        Pause.objects.create(promise=promise, reason=reason, since=now)
        promise.state, promise.paused_at, promise.pause_reason = Promise.State.PAUSED, now, reason
        promise.next_alarm_at = None
        promise.save(update_fields=["state", "paused_at", "pause_reason", "next_alarm_at"])
        append(
            stream=promise.subject,
            action="promise.paused",
            actor=actor.reference,
            at=now,
            facts={
                "promise": str(promise.pk),
                "policy": promise.policy_id,
                "reason": reason,
                "evidence": evidence,
                "due_at": promise.due_at.isoformat(),
            },
        )
        publish(PromiseMoved(promise=owed(promise), how="paused", at=now))
        return view_of(promise, now=now)


def resume_promise(
    *, promise_id: UUID, actor: Actor, now: datetime, happened_at: datetime | None = None
) -> PromiseView:
    """
    Let the clock run again; the due time moves by just what the pause held, on the policy's own clock.

    Args:
        happened_at: when the reason ended, where that was before ``now``: the time since then counts.

    Raises:
        PromiseNotFound: there is none within the actor's reach.
        CannotResumePromise: it does not stand still, or did not yet at that time.
    """
    ends_at = happened_at or now
    with transaction():
        promise = lock_promise(promise_id=promise_id, actor=actor)
        if promise.paused_at is None:
            raise CannotResumePromise(_("The clock of this promise does not stand still."))
        if not promise.paused_at <= ends_at <= now:
            raise CannotResumePromise(
                _("A pause ends after it begins and not in the future; check the time.")
            )
        Pause.objects.filter(promise=promise, until__isnull=True).update(until=ends_at)
        promise.state, promise.paused_at, promise.pause_reason = Promise.State.RUNNING, None, ""
        timing = timing_of(promise, promise.version)
        arrange(promise, timing, plan=still_to_fire(promise, timing))
        promise.save(update_fields=["state", "paused_at", "pause_reason", *ARRANGED])
        append(
            stream=promise.subject,
            action="promise.resumed",
            actor=actor.reference,
            at=now,
            facts={
                "promise": str(promise.pk),
                "policy": promise.policy_id,
                "ended_at": ends_at.isoformat(),
                "due_at": promise.due_at.isoformat(),
            },
        )
        publish(PromiseMoved(promise=owed(promise), how="resumed", at=now))
        wake_for(promise, now=now)
        return view_of(promise, now=now)


def _check(promise: Promise, reason: str, evidence: str, now: datetime) -> None:
    allowed = promise.version.terms.pause_reasons
    if not allowed:
        raise CannotPausePromise(_("The clock of this promise never stands still."))
    if reason not in allowed:
        raise CannotPausePromise(
            _("Its policy allows a pause only for: %(reasons)s.") % {"reasons": ", ".join(allowed)}
        )
    if not evidence.strip():
        raise CannotPausePromise(_("Name what shows the reason: a message, a letter, an agreement."))
    if state_at(promise, now=now) != Promise.State.RUNNING:
        raise CannotPausePromise(_("Only a promise that runs can be paused; this one does not any more."))
    if now < promise.made_at:
        raise CannotPausePromise(_("The time of this promise has not begun."))
