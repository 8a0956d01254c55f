"""Give a promise more time: asked by one person, approved by another, and the customer knows why."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Sum
from django.utils.translation import gettext as _

from yinuo.core.promises import rules
from yinuo.core.promises.arranging import ARRANGED, arrange, timing_of, wake_for
from yinuo.core.promises.events import PromiseMoved
from yinuo.core.promises.locking import lock_promise
from yinuo.core.promises.models import Extension, Promise
from yinuo.core.promises.views import PromiseView, owed, state_at, view_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, transaction


class CannotExtendPromise(DomainError):
    """Its policy gives no more time, it is too late, or one person alone decided it."""

    code = "promise.cannot_extend"


def extend_promise(
    *,
    promise_id: UUID,
    amount: int,
    reason: str,
    told: str,
    asked_by: UUID,
    approver: Actor,
    now: datetime,
) -> PromiseView:
    """
    Put off the due time by ``amount`` of the policy's unit; warnings begin anew.

    Args:
        reason: a code, such as ``complex_matter``.
        told: what shows that the customer was told the reason, such as ``message:0198…``.
        asked_by: the member of staff who asked for it.
        approver: somebody else, who agreed.

    Raises:
        PromiseNotFound: there is none within the approver's reach.
        CannotExtendPromise: its time has passed, the policy's ceiling would be passed, the customer was not told, or
            the approver is the one who asked.
    """
    with transaction():
        promise = lock_promise(promise_id=promise_id, actor=approver)
        check_extension(promise=promise, amount=amount, reason=reason, told=told, now=now)
        if approver.id is None or approver.id == asked_by:
            raise CannotExtendPromise(_("Somebody else than the one who asked has to approve it."))
        extension = Extension(
            promise=promise,
            amount=amount,
            unit=promise.version.unit,
            reason=reason,
            told=told,
            asked_by=asked_by,
            approved_by=approver.id,
            extended_at=now,
            due_before=promise.due_at,
        )
        timing = timing_of(promise, promise.version, extensions=[*promise.extensions.all(), extension])
        promise.term += 1
        arrange(promise, timing, plan=rules.to_come(timing.alarms, after=now))
        promise.state = Promise.State.PAUSED if promise.paused_at else Promise.State.RUNNING
        extension.due_after = promise.due_at
        extension.save(force_insert=True)
        promise.save(update_fields=["term", "state", *ARRANGED])
        append(
            stream=promise.subject,
            action="promise.extended",
            actor=approver.reference,
            at=now,
            facts={
                "promise": str(promise.pk),
                "policy": promise.policy_id,
                "amount": amount,
                "unit": extension.unit,
                "reason": reason,
                "told": told,
                "asked_by": f"staff:{asked_by}",
                "due_before": extension.due_before.isoformat(),
                "due_at": promise.due_at.isoformat(),
            },
        )
        publish(PromiseMoved(promise=owed(promise), how="extended", at=now))
        wake_for(promise, now=now)
        return view_of(promise, now=now)


def check_extension(*, promise: Promise, amount: int, reason: str, told: str, now: datetime) -> None:
    """
    Refuse what the policy does not give.

    Raises:
        CannotExtendPromise: says why.
    """
    limit = promise.version.terms.extension_limit
    if limit == 0:
        raise CannotExtendPromise(_("The policy of this promise gives no more time."))
    used = promise.extensions.aggregate(sum=Sum("amount"))["sum"] or 0
    if not 1 <= amount <= limit - used:
        raise CannotExtendPromise(
            _("At most %(left)s more are allowed (%(limit)s in all).")
            % {"left": limit - used, "limit": limit}
        )
    if not reason.strip() or not told.strip():
        raise CannotExtendPromise(_("Say why, and tell the customer first: name the message that told them."))
    if state_at(promise, now=now) not in {Promise.State.RUNNING, Promise.State.PAUSED}:
        raise CannotExtendPromise(_("Its time has passed or it is settled; a broken promise stays broken."))
