"""Close the requests that nobody decided in time."""

from __future__ import annotations

from datetime import datetime

from yinuo.platform.approvals.evidence import note
from yinuo.platform.approvals.models import Approval, State
from yinuo.platform.approvals.telling import tell_requester
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import transaction

BATCH = 100


def expire_approvals(*, now: datetime) -> int:
    """Close what has waited too long, tell whoever asked, and return how many; several clocks may do it at once."""
    with transaction():
        late = Approval.objects.select_for_update(skip_locked=True).filter(
            state=State.WAITING, expires_at__lte=now
        )
        found = list(late.order_by("expires_at")[:BATCH])
        for approval in found:
            approval.state, approval.closed_at = State.EXPIRED, now
            approval.save(update_fields=["state", "closed_at"])
            note(approval, action="expired", actor=SYSTEM, at=now)
            tell_requester(approval, now=now)
        return len(found)
