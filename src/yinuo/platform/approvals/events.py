"""What happened to requests; published in the transaction that decided them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.platform.approvals.kinds import Content
from yinuo.platform.jobs.public import Event


@dataclass(frozen=True, kw_only=True)
class _Decided(Event):
    approval_id: UUID
    kind: str
    subject: str
    content: Content
    requester_id: UUID
    decided_by: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ApprovalGranted(_Decided):
    """A second person agreed."""


@dataclass(frozen=True, kw_only=True)
class ApprovalRefused(_Decided):
    """A second person did not agree."""
