"""The door of the four-eyes room: one person asks, another decides, and exactly that is done."""

from yinuo.platform.approvals.events import ApprovalGranted, ApprovalRefused
from yinuo.platform.approvals.kinds import ApprovalKind, Line, Request, register_approval_kind
from yinuo.platform.approvals.locking import ApprovalNotFound, CannotTrustApproval
from yinuo.platform.approvals.operations.decide import CannotDecide, decide
from yinuo.platform.approvals.operations.expire_approvals import expire_approvals
from yinuo.platform.approvals.operations.request_approval import CannotRequestApproval, request_approval
from yinuo.platform.approvals.operations.require_approved import CannotCarryOut, require_approved
from yinuo.platform.approvals.operations.withdraw_approval import CannotWithdrawApproval, withdraw_approval
from yinuo.platform.approvals.queries import (
    ApprovalDetail,
    ApprovalRow,
    approval_detail,
    approvals_on,
    waiting_count,
    waiting_for,
)
from yinuo.platform.approvals.telling import register_wordings

__all__ = [
    "ApprovalDetail",
    "ApprovalGranted",
    "ApprovalKind",
    "ApprovalNotFound",
    "ApprovalRefused",
    "ApprovalRow",
    "CannotCarryOut",
    "CannotDecide",
    "CannotRequestApproval",
    "CannotTrustApproval",
    "CannotWithdrawApproval",
    "Line",
    "Request",
    "approval_detail",
    "approvals_on",
    "decide",
    "expire_approvals",
    "register_approval_kind",
    "register_wordings",
    "request_approval",
    "require_approved",
    "waiting_count",
    "waiting_for",
    "withdraw_approval",
]
