"""What the wallboard shows: how many promises are in danger, where, and in which hour they fall due."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.db.models import Count, Q, QuerySet
from django.db.models.functions import TruncHour
from django.utils import timezone

from yinuo.core.promises.models import Promise
from yinuo.core.promises.subjects import NamedSubject, named_subjects
from yinuo.core.promises.views import PromiseView, view_of
from yinuo.platform.identity.public import Actor, nodes

HOURS = 12
TEAMS = 8
NEAREST = 6
State = Promise.State


@dataclass(frozen=True, kw_only=True)
class Team:
    """One unit with what it owes."""

    name: str
    overdue: int
    at_risk: int
    running: int


@dataclass(frozen=True, kw_only=True)
class Hour:
    """How many promises fall due in one hour."""

    begin: datetime
    count: int
    share: float


@dataclass(frozen=True, kw_only=True)
class NextToBreak:
    """
    A promise that breaks soon.

    Attributes:
        unit: the name of the unit that owes it.
        number, url: of what it is about; empty where no room names it, or the reader may not open it.
    """

    promise: PromiseView
    unit: str
    number: str
    url: str


@dataclass(frozen=True, kw_only=True)
class Wall:
    """
    The wallboard of one part of the institution at a moment.

    Attributes:
        running: in time and not at risk.
        nearest: those that break next.
    """

    overdue: int
    at_risk: int
    running: int
    paused: int
    teams: tuple[Team, ...]
    hours: tuple[Hour, ...]
    nearest: tuple[NextToBreak, ...]


def wall(*, actor: Actor, now: datetime) -> Wall:
    """A fixed number of queries, however much is owed; what the clock process wrote down counts for nothing here."""
    owed = _owed(actor)
    late = Q(state__in=[State.RUNNING, State.BROKEN], due_at__lt=now)
    danger = Q(state=State.RUNNING, due_at__gte=now, at_risk_at__lte=now)
    calm = Q(state=State.RUNNING, due_at__gte=now, at_risk_at__gt=now)
    totals = owed.aggregate(
        overdue=Count("id", filter=late),
        at_risk=Count("id", filter=danger),
        running=Count("id", filter=calm),
        paused=Count("id", filter=Q(state=State.PAUSED)),
    )
    names = {one.path: one.name for one in nodes(actor=actor)}
    by_team = owed.values("path").annotate(
        overdue=Count("id", filter=late),
        at_risk=Count("id", filter=danger),
        running=Count("id", filter=calm),
    )
    rows = by_team.order_by("-overdue", "-at_risk", "-running", "path")[:TEAMS]
    ahead = owed.filter(state=State.RUNNING, due_at__gte=now)
    nearest = ahead.select_related("policy").order_by("due_at", "id")[:NEAREST]
    return Wall(
        **totals,
        teams=tuple(
            Team(
                name=names.get(row["path"], row["path"]),
                overdue=row["overdue"],
                at_risk=row["at_risk"],
                running=row["running"],
            )
            for row in rows
        ),
        hours=_hours(ahead, now),
        nearest=_next(tuple(view_of(one, now=now) for one in nearest), names, actor),
    )


def _next(
    promises: tuple[PromiseView, ...], units: Mapping[str, str], actor: Actor
) -> tuple[NextToBreak, ...]:
    subjects = named_subjects(subjects=[one.subject for one in promises], actor=actor)
    nobody = NamedSubject(number="", url="")
    return tuple(
        NextToBreak(
            promise=one,
            unit=units.get(one.path, ""),
            number=subjects.get(one.subject, nobody).number,
            url=subjects.get(one.subject, nobody).url,
        )
        for one in promises
    )


def _owed(actor: Actor) -> QuerySet[Promise]:
    if actor.reach is None:
        return Promise.objects.none()
    states = [State.RUNNING, State.PAUSED, State.BROKEN]
    return Promise.objects.filter(path__startswith=actor.reach, settled_at__isnull=True, state__in=states)


def _hours(ahead: QuerySet[Promise], now: datetime) -> tuple[Hour, ...]:
    zone = timezone.get_default_timezone()
    first = now.astimezone(zone).replace(minute=0, second=0, microsecond=0)
    found = ahead.filter(due_at__lt=first + timedelta(hours=HOURS))
    counted = dict(
        found.annotate(hour=TruncHour("due_at", tzinfo=zone)).values_list("hour").annotate(n=Count("id"))
    )
    most = max(counted.values(), default=0) or 1
    begins = [first + timedelta(hours=number) for number in range(HOURS)]
    return tuple(
        Hour(begin=at, count=counted.get(at, 0), share=round(counted.get(at, 0) / most * 100, 1))
        for at in begins
    )
