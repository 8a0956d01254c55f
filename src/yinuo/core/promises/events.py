"""What happened to promises."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.platform.jobs.public import Event


@dataclass(frozen=True, kw_only=True)
class Owed:
    """Which promise it is, on what, and whose."""

    id: UUID
    policy: str
    subject: str
    path: str
    owner_id: UUID | None
    due_at: datetime


@dataclass(frozen=True, kw_only=True)
class PromiseAtRisk(Event):
    """A warning level was reached while the promise was still unkept."""

    promise: Owed
    percent: int
    noticed_at: datetime


@dataclass(frozen=True, kw_only=True)
class PromiseBroken(Event):
    """The time passed without what was promised; dated by ``promise.due_at``."""

    promise: Owed
    noticed_at: datetime


@dataclass(frozen=True, kw_only=True)
class PromiseSettled(Event):
    """What was promised happened: in time (``kept``) or late."""

    promise: Owed
    kept: bool
    settled_at: datetime
