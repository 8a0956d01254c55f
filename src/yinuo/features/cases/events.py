"""What happened to cases."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.platform.jobs.public import Event


@dataclass(frozen=True, kw_only=True)
class CaseEvent(Event):
    """What all events of cases say."""

    case_id: UUID
    number: str
    kind: str
    path: str
    owner_id: UUID | None
    at: datetime


@dataclass(frozen=True, kw_only=True)
class CaseOpened(CaseEvent):
    """Somebody turned to us."""


@dataclass(frozen=True, kw_only=True)
class CaseAnswered(CaseEvent):
    """The first substantive response was sent."""


@dataclass(frozen=True, kw_only=True)
class CaseWithdrawn(CaseEvent):
    """Its customer no longer wants it."""


@dataclass(frozen=True, kw_only=True)
class CaseResolved(CaseEvent):
    """The matter has a result, a cause, and an end."""

    customer_id: UUID
