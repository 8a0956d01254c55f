"""What happened to customers."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from uuid import UUID

from yinuo.platform.jobs.public import Event


@dataclass(frozen=True, kw_only=True)
class CustomersMerged(Event):
    """Two records are one customer; what pointed to ``merged`` is read as ``kept``'s."""

    kept_id: UUID
    merged_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class MergeUndone(Event):
    """Two records are two customers again."""

    kept_id: UUID
    merged_id: UUID
    at: datetime


@dataclass(frozen=True, kw_only=True)
class ConsentRecorded(Event):
    """A customer agreed to something, or no longer does."""

    customer_id: UUID
    purpose: str
    channel: str
    given: bool
    at: datetime


@dataclass(frozen=True, kw_only=True)
class RelationChanged(Event):
    """The relation with a customer took a step."""

    customer_id: UUID
    before: str
    after: str
    effective_date: date
    cause: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CustomerErased(Event):
    """A customer's data can no longer be read by anybody."""

    customer_id: UUID
    at: datetime
