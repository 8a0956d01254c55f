"""Do what was approved: once, and exactly that."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals import rules
from yinuo.platform.approvals.evidence import note
from yinuo.platform.approvals.kinds import Content, kind_of
from yinuo.platform.approvals.locking import lock_approval
from yinuo.platform.approvals.models import Approval, State
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import require_transaction


class CannotCarryOut(DomainError):
    """Nobody approved exactly this, or it was done already."""

    code = "approval.cannot_carry_out"


def require_approved(*, kind: str, subject: str, content: Content, actor: Actor, now: datetime) -> UUID:
    """
    Use up the approval of exactly this act, in the transaction that does it; returns its id.

    Raises:
        CannotCarryOut: nobody approved this content (it may have changed since), the approval is too old, or used.
        NoTransaction: the act is not part of a transaction.
    """
    require_transaction(f"approved act {kind}")
    digest = rules.digest_of(kind=kind, subject=subject, content=content)
    usable = Approval.objects.filter(
        kind=kind,
        subject=subject,
        digest=digest,
        state=State.GRANTED,
        carried_out_at__isnull=True,
        closed_at__gt=now - kind_of(kind).lasts,
    )
    found = usable.select_for_update().order_by("closed_at").first()
    if found is None:
        raise CannotCarryOut(
            _("Nobody has approved exactly this. If it changed after it was approved, ask for it again.")
        )
    approval = lock_approval(found.pk)
    approval.carried_out_at = now
    approval.save(update_fields=["carried_out_at"])
    note(approval, action="carried_out", actor=actor, at=now)
    return approval.pk
