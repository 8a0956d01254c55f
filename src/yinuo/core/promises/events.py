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
class FiredAlarm:
    """
    The alarm that spoke for a promise.

    Attributes:
        key: which rung of the ladder: ``80%``, ``-2h``, ``due``, ``+1d``.
        percent: how much of the time had passed when it was due; 100 from the due time on.
        alarm_at: when it was due.
        is_broken: the due time has passed without what was promised.
        breaks: it is the first one to say so.
        is_late: it went off notably later than it was due.
        tell: who is to be told, substitutes in the place of those who are away; nobody twice.
    """

    promise: Owed
    key: str
    percent: int
    alarm_at: datetime
    is_broken: bool
    breaks: bool
    is_late: bool
    tell: tuple[UUID, ...]


@dataclass(frozen=True, kw_only=True)
class AlarmsFired(Event):
    """Alarms went off, one for each promise, oldest first: whoever reacts does so for all of them at once."""

    alarms: tuple[FiredAlarm, ...]
    noticed_at: datetime


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


@dataclass(frozen=True, kw_only=True)
class PromiseMoved(Event):
    """The due time of an open promise changed: it was paused, resumed, extended or measured by another version."""

    promise: Owed
    how: str
    at: datetime


@dataclass(frozen=True, kw_only=True)
class PolicyPublished(Event):
    """A version of a policy is valid from a time on."""

    policy: str
    number: int
    valid_from: datetime
