"""What happened among the staff."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.platform.jobs.public import Event


@dataclass(frozen=True, kw_only=True)
class StaffDeactivated(Event):
    """Somebody left or was locked out; what they hold needs another owner."""

    staff_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class AbsenceSet(Event):
    """Somebody will be away in a half-open period, and somebody else stands in."""

    staff_id: UUID
    substitute_id: UUID
    starts_at: datetime
    ends_at: datetime
