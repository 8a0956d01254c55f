"""How other rooms name what a promise is about: by the number of the case, with a link for those who may open it."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from uuid import UUID

from django.urls import reverse

from yinuo.core.promises.public import NamedSubject
from yinuo.features.cases.models import Task
from yinuo.features.cases.queries.scoping import visible_cases
from yinuo.features.cases.roles import READERS
from yinuo.platform.identity.public import Actor


def named_cases(ids: Iterable[UUID], actor: Actor) -> Mapping[UUID, NamedSubject]:
    """The cases that the actor sees, by their numbers."""
    seen = visible_cases(actor).filter(pk__in=list(ids)).values_list("pk", "number")
    return {pk: _named(number, actor) for pk, number in seen}


def named_tasks(ids: Iterable[UUID], actor: Actor) -> Mapping[UUID, NamedSubject]:
    """Tasks by the numbers of their cases, as far as the actor sees those."""
    tasks = Task.objects.filter(pk__in=list(ids), case__in=visible_cases(actor))
    return {pk: _named(number, actor) for pk, number in tasks.values_list("pk", "case__number")}


def _named(number: str, actor: Actor) -> NamedSubject:
    return NamedSubject(
        number=number, url=reverse("cases:case", args=[number]) if actor.has(*READERS) else ""
    )
