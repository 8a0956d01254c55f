"""Reads about promises."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import Count, Q, Sum

from yinuo.core.promises.models import ClockTally, Policy, Promise
from yinuo.core.promises.policy_views import PolicyView, policy_view
from yinuo.core.promises.views import PromiseView, view_of
from yinuo.kernel.stats import Share, wilson
from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class ClockState:
    """
    How the alarms are doing.

    Attributes:
        due: how many promises have an alarm that has not gone off yet.
        lag: how long the oldest of them has been waiting.
        fired, late: how many alarms spoke so far, and how many of those notably later than they were due.
    """

    due: int
    lag: timedelta
    fired: int
    late: int


def promises_on(*, subjects: Iterable[str], now: datetime) -> dict[str, list[PromiseView]]:
    """The promises on each subject, nearest due time first: one query for all of them."""
    found: dict[str, list[PromiseView]] = {subject: [] for subject in subjects}
    rows = Promise.objects.filter(subject__in=list(found)).select_related("policy").order_by("due_at", "id")
    for promise in rows:
        found[promise.subject].append(view_of(promise, now=now))
    return found


def promise_view(*, promise_id: UUID, actor: Actor, now: datetime) -> PromiseView | None:
    """One promise within the actor's reach, or None."""
    found = Promise.objects.select_related("policy").filter(pk=promise_id).first()
    return view_of(found, now=now) if found and actor.sees(found.path) else None


def policies(*, now: datetime) -> list[PolicyView]:
    """Every policy with its versions, by code: two queries."""
    return [policy_view(one, now=now) for one in Policy.objects.prefetch_related("versions")]


def policy_of(*, code: str, now: datetime) -> PolicyView | None:
    """One policy with its versions."""
    found = Policy.objects.prefetch_related("versions").filter(pk=code).first()
    return policy_view(found, now=now) if found else None


def clock_state(*, now: datetime) -> ClockState:
    """How far the clock is behind, and what it has fired."""
    waiting = Promise.objects.filter(next_alarm_at__lte=now)
    oldest = waiting.order_by("next_alarm_at").values_list("next_alarm_at", flat=True).first()
    told = ClockTally.objects.aggregate(fired=Sum("fired"), late=Sum("late"))
    return ClockState(
        due=waiting.count() if oldest else 0,
        lag=now - oldest if oldest else timedelta(),
        fired=told["fired"] or 0,
        late=told["late"] or 0,
    )


def kept_share(*, duty: str, reach: str | None, since: datetime, until: datetime, now: datetime) -> Share:
    """
    How many of the promises due in a half-open period were kept, with its interval.

    Promises that still run or stand still, and withdrawn ones, are not counted; an unsettled one past its time is
    broken.

    Args:
        duty: what was owed, by whichever policy.
        reach: the organisation node whose subtree counts; None counts nothing.
    """
    if reach is None:
        return wilson(hits=0, total=0)
    late = Q(state__in=[Promise.State.RUNNING, Promise.State.BROKEN], due_at__lt=now)
    decided = Promise.objects.filter(
        policy__duty=duty, path__startswith=reach, due_at__gte=since, due_at__lt=until
    ).aggregate(
        kept=Count("id", filter=Q(state=Promise.State.KEPT)),
        broken=Count("id", filter=late | Q(state=Promise.State.BROKEN, settled_at__isnull=False)),
    )
    return wilson(hits=decided["kept"], total=decided["kept"] + decided["broken"])
