"""The figures above the queue: how the promise is kept, and what is owed next."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone

from yinuo.core.promises.public import kept_share
from yinuo.features.cases.queries.filtering import SOON
from yinuo.features.cases.queries.queue import soonest
from yinuo.kernel.stats import Share
from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class Figures:
    """
    What stands above the queue.

    Attributes:
        answered: complaints answered within 24 hours, among those due this month.
        left: time to the actor's own nearest promise, negative when it is overdue; None when nothing is owed.
    """

    answered: Share
    left: timedelta | None
    due_soon: int
    overdue: int

    @property
    def answered_percent(self) -> str:
        return "—" if self.answered.value is None else f"{self.answered.value:.1%}"

    @property
    def interval(self) -> str:
        """The Wilson 95 % interval and how many answers it rests on."""
        return f"{self.answered.low * 100:.1f}–{self.answered.high * 100:.1f} · n {self.answered.total}"

    @property
    def is_late(self) -> bool:
        return self.left is not None and self.left < timedelta(0)

    @property
    def is_soon(self) -> bool:
        return self.left is not None and self.left < SOON


def figures(*, actor: Actor, now: datetime, counts: Mapping[str, int]) -> Figures:
    """What stands above the queue; ``counts`` as ``queries.counting`` gives them."""
    month = timezone.localtime(now).replace(day=1, hour=0, minute=0, second=0, microsecond=0)
    next_one = soonest(actor=actor)
    return Figures(
        answered=kept_share(
            duty="complaint.first_response", reach=actor.reach, since=month, until=now, now=now
        ),
        left=next_one - now if next_one else None,
        due_soon=counts["at_risk"],
        overdue=counts["overdue"],
    )
