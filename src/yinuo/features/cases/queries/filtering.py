"""What a queue shows: one of the standing views, narrowed by filters, in an order; all of it stands in the address."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, fields, replace
from datetime import datetime, timedelta
from uuid import UUID

from django.db.models import F, Q, QuerySet

from yinuo.features.cases.models import LIVING, Case, Kind, Level, Source, State
from yinuo.features.cases.queries.scoping import visible_cases, visible_of_owner
from yinuo.features.cases.snoozing import aside
from yinuo.features.cases.taxonomy import classification
from yinuo.platform.identity.public import Actor

SOON = timedelta(hours=4)
VIEWS = ("mine", "team", "at-risk", "overdue", "unassigned", "answered", "letters", "snoozed", "all")
OWN = ("mine", "snoozed")  # what they show belongs to one person
SORTS = ("due", "newest", "oldest")
DUE = ("risk", "overdue", "later", "none")
AGES = {"1": 1, "3": 3, "7": 7, "15": 15, "30": 30}  # days since it was opened, at least
ME, NOBODY = "me", "nobody"


@dataclass(frozen=True, kw_only=True)
class Filters:
    """
    What is asked of the cases of a view; an empty word asks nothing.

    Attributes:
        owner: the id of a colleague, ``me`` or ``nobody``.
        unit: the path of a unit: it and all below it.
        category: a code of the tree of products: it and all below it.
        age: at least so many days old.
        sort: one of ``SORTS``; empty for the view's own order.
    """

    kind: str = ""
    level: str = ""
    state: str = ""
    source: str = ""
    owner: str = ""
    unit: str = ""
    due: str = ""
    category: str = ""
    age: str = ""
    sort: str = ""

    def as_query(self) -> dict[str, str]:
        """The part of the address that says it."""
        return {field.name: value for field in fields(self) if (value := getattr(self, field.name))}

    @property
    def is_any(self) -> bool:
        """Whether something is asked, apart from the order."""
        return bool(replace(self, sort="").as_query())


def read_filters(given: Mapping[str, str]) -> Filters:
    """The filters of an address; what makes no sense there asks nothing."""
    known = {
        "kind": set(Kind.values),
        "level": set(Level.values),
        "state": set(State.values),
        "source": set(Source.values),
        "due": set(DUE),
        "age": set(AGES),
        "sort": set(SORTS),
    }
    read = {name: text for name, values in known.items() if (text := given.get(name, "")) in values}
    owner, unit, category = (given.get(name, "") for name in ("owner", "unit", "category"))
    if owner in (ME, NOBODY) or _is_id(owner):
        read["owner"] = owner
    if unit.startswith("/") and unit.endswith("/") and len(unit) <= 255 and "\x00" not in unit:
        read["unit"] = unit
    if classification.is_code(category, dimension=classification.CATEGORY):
        read["category"] = category
    return Filters(**read)


def narrowed(*, view: str, filters: Filters, actor: Actor, now: datetime) -> QuerySet[Case]:
    """The cases within reach of a view that answer the filters."""
    found = visible_of_owner(actor) if view in OWN else visible_cases(actor)
    if filters.state:
        found = found.filter(state=filters.state)
    elif view == "letters":
        found = found.filter(state=State.RESOLVED)
    elif view != "all":
        found = found.filter(state__in=LIVING)
    return found.filter(_condition(view, actor, now), _asked(filters, actor, now))


def _condition(view: str, actor: Actor, now: datetime) -> Q:
    """What makes a case belong to a standing view."""
    return {
        "mine": Q(owner_id=actor.id) & ~aside(now=now, soon=now + SOON),
        "team": Q(),
        "all": Q(),
        "at-risk": _due("risk", now),
        "overdue": _due("overdue", now),
        "unassigned": Q(owner__isnull=True),
        "answered": Q(state="ANSWERED"),
        # Decided, and the letter is not under way yet: nothing else is owed on a case that has ended.
        "letters": Q(attention_at__isnull=False),
        "snoozed": Q(owner_id=actor.id) & aside(now=now, soon=now + SOON),
    }[view]


def order_of(*, view: str, filters: Filters) -> str:
    """One of ``SORTS``: as asked, else as the view has it."""
    return filters.sort or ("newest" if view == "all" else "due")


def ordered(found: QuerySet[Case], *, sort: str) -> QuerySet[Case]:
    """In an order that the indexes have."""
    if sort == "newest":
        return found.order_by("-opened_at", "-pk")
    if sort == "oldest":
        return found.order_by("opened_at", "pk")
    return found.order_by(F("attention_at").asc(nulls_last=True), "pk")


def _asked(filters: Filters, actor: Actor, now: datetime) -> Q:
    asked = Q(**{name: value for name in ("kind", "level", "source") if (value := getattr(filters, name))})
    if filters.owner:
        asked &= _owned_by(filters.owner, actor)
    if filters.unit:
        asked &= Q(path__startswith=filters.unit)
    if filters.due:
        asked &= _due(filters.due, now)
    if filters.category:
        asked &= Q(category__in=classification.codes_below(filters.category))
    if filters.age:
        asked &= Q(opened_at__lte=now - timedelta(days=AGES[filters.age]))
    return asked


def _due(when: str, now: datetime) -> Q:
    """The cases whose nearest promise is due so; ``when`` is one of ``DUE``."""
    return {
        "risk": Q(attention_at__gte=now, attention_at__lt=now + SOON),
        "overdue": Q(attention_at__lt=now),
        "later": Q(attention_at__gte=now + SOON),
        "none": Q(attention_at__isnull=True),
    }[when]


def _owned_by(owner: str, actor: Actor) -> Q:
    if owner == NOBODY:
        return Q(owner__isnull=True)
    return Q(owner_id=actor.id if owner == ME else UUID(owner))


def _is_id(text: str) -> bool:
    try:
        UUID(text)
    except ValueError:
        return False
    return True
