"""A promise as other rooms see it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from yinuo.core.promises.events import Owed
from yinuo.core.promises.models import Promise


@dataclass(frozen=True, kw_only=True)
class PromiseView:
    """
    One promise at a given moment.

    Attributes:
        state: the verdict by event time: an unsettled promise past its due time is BROKEN, whether or not the
            clock process has noticed yet.
        late_by: how late it was settled, or None while in time or still open.
    """

    id: UUID
    policy: str
    name: str
    basis: str
    subject: str
    state: str
    made_at: datetime
    at_risk_at: datetime
    due_at: datetime
    settled_at: datetime | None
    pause_reason: str | None
    evidence: str

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
    overdue = promise.state == Promise.State.RUNNING and promise.due_at < now
    return PromiseView(
        id=promise.pk,
        policy=promise.policy_id,
        name=promise.policy.name,
        basis=promise.policy.basis,
        subject=promise.subject,
        state=Promise.State.BROKEN.value if overdue else promise.state,
        made_at=promise.made_at,
        at_risk_at=promise.at_risk_at,
        due_at=promise.due_at,
        settled_at=promise.settled_at,
        pause_reason=None,
        evidence=promise.evidence,
    )
