"""Take back what one asked for."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.evidence import note
from yinuo.platform.approvals.locking import ApprovalNotFound, lock_approval
from yinuo.platform.approvals.models import State
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


class CannotWithdrawApproval(DomainError):
    """It does not wait any more."""

    code = "approval.cannot_withdraw"


def withdraw_approval(*, approval_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Take the request back before anybody decided it.

    Raises:
        ApprovalNotFound: the actor did not ask for it.
        CannotWithdrawApproval: it was decided, or its time is over.
    """
    with transaction():
        approval = lock_approval(approval_id)
        if approval.requester_id != actor.id:
            raise ApprovalNotFound(_("There is no such request."))
        if approval.state != State.WAITING:
            raise CannotWithdrawApproval(_("This was decided already; nothing was taken back."))
        approval.state, approval.closed_at = State.WITHDRAWN, now
        approval.save(update_fields=["state", "closed_at"])
        note(approval, action="withdrawn", actor=actor, at=now)
