"""Which cases somebody sees: those of their part of the institution."""

from __future__ import annotations

from django.db.models import QuerySet, Value
from django.db.models.functions import Left
from django.db.models.lookups import Exact

from yinuo.features.cases.models import Case
from yinuo.platform.identity.public import Actor


def visible_cases(actor: Actor) -> QuerySet[Case]:
    """The cases within the actor's reach."""
    if actor.reach is None:
        return Case.objects.none()
    # Whoever sees everything is not asked by path: the planner would guess badly.
    return Case.objects.filter(path__startswith=actor.reach) if actor.reach.strip("/") else Case.objects.all()


def visible_of_owner(actor: Actor) -> QuerySet[Case]:
    """
    The same for lists of what one person owns.

    The path is compared in a form that no index has: the database would otherwise combine all that a unit ever had
    with all that the owner ever had, where the index of the owner's open cases knows the answer.
    """
    if actor.reach is None:
        return Case.objects.none()
    if not actor.reach.strip("/"):
        return Case.objects.all()
    return Case.objects.filter(Exact(Left("path", len(actor.reach)), Value(actor.reach)))
