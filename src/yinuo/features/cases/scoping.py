"""Which cases somebody sees: those of their part of the institution."""

from __future__ import annotations

from django.db.models import QuerySet

from yinuo.features.cases.models import Case
from yinuo.platform.identity.public import Actor


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases within the actor's reach."""
    if actor.reach is None:
        return Case.objects.none()
    # Whoever sees everything is not asked by path: the planner would guess badly.
    return Case.objects.filter(path__startswith=actor.reach) if actor.reach.strip("/") else Case.objects.all()
