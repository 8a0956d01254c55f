"""What the evidence log keeps about requests: codes, ids and hashes; texts only as a commitment."""

from __future__ import annotations

from datetime import datetime

from yinuo.platform.approvals.models import Approval
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor


def note(approval: Approval, *, action: str, actor: Actor, at: datetime, text: str = "") -> None:
    """Append a step to the request's chain; ``text`` is committed to, not written down."""
    append(
        stream=f"approval:{approval.pk}",
        action=f"approval.{action}",
        actor=actor.reference,
        at=at,
        facts={
            "kind": approval.kind,
            "subject": approval.subject,
            "content": bytes(approval.digest).hex(),
        },
        sealed=text.encode() if text else None,
    )
