"""Lists of what is owed, what is due soonest first."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet, TextChoices

from yinuo.core.promises.models import Promise
from yinuo.core.promises.views import PromiseView, view_of
from yinuo.platform.identity.public import Actor

State = Promise.State


class Danger(TextChoices):
    """How near a promise is to being broken."""

    ANY = "ANY"
    AT_RISK = "AT_RISK"
    OVERDUE = "OVERDUE"
    PAUSED = "PAUSED"


def owed_promises(
    *,
    actor: Actor,
    danger: Danger = Danger.ANY,
    policy: str = "",
    after: tuple[datetime, UUID] | None = None,
    limit: int,
    now: datetime,
) -> list[PromiseView]:
    """
    What is owed within the actor's reach and not settled yet.

    Args:
        after: due time and id of the last one that was listed before.
    """
    if actor.reach is None:
        return []
    states = [State.RUNNING, State.PAUSED, State.BROKEN]
    found = Promise.objects.filter(path__startswith=actor.reach, settled_at__isnull=True, state__in=states)
    found = _narrowed(found, danger, now)
    if policy:
        found = found.filter(policy_id=policy)
    if after is not None:
        found = found.filter(Q(due_at__gt=after[0]) | Q(due_at=after[0], pk__gt=after[1]))
    rows = found.select_related("policy").order_by("due_at", "pk")[:limit]
    return [view_of(row, now=now) for row in rows]


def _narrowed(found: QuerySet[Promise], danger: Danger, now: datetime) -> QuerySet[Promise]:
    if danger is Danger.OVERDUE:
        return found.filter(state__in=[State.RUNNING, State.BROKEN], due_at__lt=now)
    if danger is Danger.AT_RISK:
        return found.filter(state=State.RUNNING, due_at__gte=now, at_risk_at__lte=now)
    return found.filter(state=State.PAUSED) if danger is Danger.PAUSED else found
