"""A promise as other rooms see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yinuo.core.promises.events import Owed
from yinuo.core.promises.models import Promise

State = Promise.State


@dataclass(frozen=True, kw_only=True)
class PromiseView:
    """
    One promise at a given moment.

    Attributes:
        state: the verdict by event time: an unsettled promise past its due time is BROKEN, whether or not the
            clock process has noticed yet.
        duty: what is owed, such as ``complaint.decision``, whichever policy says how long it may take.
        pause_reason: in words; None while it is not paused.
        is_provisional: its due time rests on days that are not official yet.
        late_by: how late it was settled, or None while in time or still open.
    """

    id: UUID
    policy: str
    duty: str
    name: str
    basis: str
    subject: str
    path: str
    owner_id: UUID | None
    state: str
    made_at: datetime
    at_risk_at: datetime
    due_at: datetime
    settled_at: datetime | None
    pause_reason: str | None
    evidence: str
    paused_at: datetime | None = None
    is_provisional: bool = False

    @property
    def late_by(self) -> timedelta | None:
        if self.settled_at is None or self.settled_at <= self.due_at:
            return None
        return self.settled_at - self.due_at

    @property
    def is_open(self) -> bool:
        """Whether what was promised is still owed."""
        return self.settled_at is None and self.state != Promise.State.WITHDRAWN


def owed(promise: Promise) -> Owed:
    """What events say of a row."""
    return Owed(
        id=promise.pk,
        policy=promise.policy_id,
        subject=promise.subject,
        path=promise.path,
        owner_id=promise.owner_id,
        due_at=promise.due_at,
    )


def view_of(promise: Promise, *, now: datetime) -> PromiseView:
    """The frozen view of a row at ``now``."""
    return PromiseView(
        id=promise.pk,
        policy=promise.policy_id,
        duty=promise.policy.duty,
        name=promise.policy.name,
        basis=promise.policy.basis,
        subject=promise.subject,
        path=promise.path,
        owner_id=promise.owner_id,
        state=state_at(promise, now=now),
        made_at=promise.made_at,
        at_risk_at=promise.at_risk_at,
        due_at=promise.due_at,
        settled_at=promise.settled_at,
        pause_reason=promise.get_pause_reason_display() if promise.paused_at else None,
        evidence=promise.evidence,
        paused_at=promise.paused_at,
        is_provisional=promise.is_provisional,
    )


def state_at(promise: Promise, *, now: datetime) -> str:
    """
    The state by event time.

    What the clock process wrote down counts for nothing here: it may run late, or on a machine whose clock is wrong.
    """
    if promise.settled_at is not None or promise.state in {State.PAUSED, State.WITHDRAWN}:
        return str(State(promise.state).value)
    return str(State.BROKEN.value if promise.due_at < now else State.RUNNING.value)
