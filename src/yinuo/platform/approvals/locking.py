"""Take hold of a request for writing."""

from __future__ import annotations

import hmac
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals import rules
from yinuo.platform.approvals.kinds import Request
from yinuo.platform.approvals.models import Approval
from yinuo.platform.jobs.public import require_transaction


class ApprovalNotFound(DomainError):
    """There is no such request for this person."""

    code = "approval.not_found"


class CannotTrustApproval(DomainError):
    """The stored request is not the one that was asked for."""

    code = "approval.cannot_trust"


def lock_approval(approval_id: UUID) -> Approval:
    """
    The request, locked until the commit; its content is the one that was hashed.

    Raises:
        ApprovalNotFound: there is none.
        CannotTrustApproval: somebody changed it in the database.
    """
    require_transaction("approval.lock")
    approval = Approval.objects.select_for_update().filter(pk=approval_id).first()
    if approval is None:
        raise ApprovalNotFound(_("There is no such request."))
    digest = rules.digest_of(kind=approval.kind, subject=approval.subject, content=approval.content)
    if not hmac.compare_digest(digest, bytes(approval.digest)):
        raise CannotTrustApproval(
            _("What was asked for was changed after it was asked. Tell a security officer; ask again.")
        )
    return approval


def request_of(approval: Approval) -> Request:
    """The request as its kind's functions are given it."""
    return Request(
        id=approval.pk,
        kind=approval.kind,
        subject=approval.subject,
        path=approval.path,
        content=approval.content,
        requester_id=approval.requester_id,
        asked_at=approval.asked_at,
    )
