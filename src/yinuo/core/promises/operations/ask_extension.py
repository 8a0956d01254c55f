"""Ask that a promise gets more time; a second person decides."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yinuo.core.promises.locking import lock_promise
from yinuo.core.promises.operations.extend_promise import check_extension
from yinuo.platform.approvals.public import request_approval
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction

KIND = "promises.extend"


def ask_for_extension(
    *, promise_id: UUID, amount: int, reason: str, why: str, told: str, actor: Actor, now: datetime
) -> UUID:
    """
    Ask a second person for ``amount`` more of the policy's unit; returns the id of the request.

    What is asked for is tied to the due time that is shown: when that changes, nothing can be decided any more.

    Args:
        reason: a code, such as ``complex_matter``.
        why: in words, for whoever decides.
        told: what shows that the customer was told, such as ``message:0198…``.

    Raises:
        PromiseNotFound: there is none within the actor's reach.
        CannotExtendPromise: its policy does not give that, or its time has passed.
        CannotRequestApproval: the actor may not ask.
    """
    with transaction():
        promise = lock_promise(promise_id=promise_id, actor=actor)
        check_extension(promise=promise, amount=amount, reason=reason, told=told, now=now)
        return request_approval(
            kind=KIND,
            subject=promise.subject,
            content={
                "promise": str(promise.pk),
                "amount": amount,
                "reason": reason,
                "told": told,
                "due_at": promise.due_at.isoformat(),
            },
            reason=why,
            path=promise.path,
            actor=actor,
            now=now,
        )
