"""Who has what: the open cases of each person, as their supervisor sees them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count, Q, QuerySet

from yinuo.features.cases.models import LIVING, Case
from yinuo.features.cases.queries.filtering import SOON
from yinuo.platform.identity.public import Actor, Role, StaffRow, names_of, staff_with_role, stand_ins

LISTED = 100


@dataclass(frozen=True, kw_only=True)
class Load:
    """
    What one person has in hand.

    Attributes:
        staff_id: None for the cases that nobody owns.
        away: whether the person is absent now; ``stand_in`` is who does their work then.
        share: open cases, in percent of the longest load in the list.
    """

    staff_id: UUID | None
    name: str
    unit: str
    away: bool
    stand_in: str
    open: int
    at_risk: int
    overdue: int
    share: int


@dataclass(frozen=True, kw_only=True)
class OwedCase:
    """A case as the supervisor picks it."""

    id: UUID
    number: str
    subject: str
    level: str
    level_label: str
    attention_at: datetime | None
    revision: int
    owner_id: UUID | None
    owner_name: str


@dataclass(frozen=True, kw_only=True)
class Colleague:
    """Somebody who may own cases."""

    id: UUID
    name: str
    unit: str
    open: int
    away: bool


def loads(*, actor: Actor, now: datetime) -> tuple[Load, ...]:
    """Everybody who handles cases in the actor's reach, those in trouble first."""
    if actor.reach is None:
        return ()
    counted = in_hand(Case.objects.filter(path__startswith=actor.reach), now=now)
    away = stand_ins(at=now)
    people = {row.id: (row.name, row.node_name) for row in handlers_in_reach(actor)}
    outside = {owner for owner in counted if owner is not None and owner not in people}
    people |= {staff_id: (name, "") for staff_id, name in names_of(outside).items()}
    subs = names_of(staff_id for staff_id in away.values() if staff_id)
    longest = max((row[0] for row in counted.values()), default=0) or 1
    rows = []
    for staff_id, (name, unit) in people.items():
        open_, at_risk, overdue = counted.get(staff_id, (0, 0, 0))
        stand_in = away.get(staff_id)
        rows.append(
            Load(
                staff_id=staff_id,
                name=name,
                unit=unit,
                away=staff_id in away,
                stand_in=subs.get(stand_in, "") if stand_in else "",
                open=open_,
                at_risk=at_risk,
                overdue=overdue,
                share=round(open_ * 100 / longest),
            )
        )
    return tuple(sorted(rows, key=lambda row: (-row.overdue, -row.at_risk, -row.open, row.name)))


def unowned(*, actor: Actor, now: datetime) -> tuple[int, int, int]:
    """How many open cases nobody owns, how many of them are due soon, and how many are overdue."""
    if actor.reach is None:
        return (0, 0, 0)
    found = Case.objects.filter(path__startswith=actor.reach, state__in=LIVING, owner__isnull=True)
    counted = found.aggregate(
        open=Count("id"),
        at_risk=Count("id", filter=Q(attention_at__gte=now, attention_at__lt=now + SOON)),
        overdue=Count("id", filter=Q(attention_at__lt=now)),
    )
    return (counted["open"], counted["at_risk"], counted["overdue"])


def cases_of(*, owner_id: UUID | None, actor: Actor, limit: int = LISTED) -> tuple[OwedCase, ...]:
    """The open cases of one person, or of nobody, soonest due first."""
    if actor.reach is None:
        return ()
    found = Case.objects.filter(path__startswith=actor.reach, state__in=LIVING, owner_id=owner_id)
    rows = found.select_related("owner").order_by("attention_at", "pk")[:limit]
    return tuple(_owed(case) for case in rows)


def picked_cases(*, ids: Sequence[UUID], actor: Actor) -> tuple[OwedCase, ...]:
    """Those of the cases that are open and within the actor's reach."""
    if actor.reach is None:
        return ()
    found = Case.objects.filter(path__startswith=actor.reach, state__in=LIVING, pk__in=ids)
    rows = found.select_related("owner").order_by("attention_at", "pk")
    return tuple(_owed(case) for case in rows)


def takers(people: Sequence[Load]) -> tuple[Colleague, ...]:
    """Who of these may take cases, the least busy first, those who are away last."""
    rows = sorted((row for row in people if row.unit), key=lambda row: (row.away, row.open, row.name))
    return tuple(
        Colleague(id=row.staff_id, name=row.name, unit=row.unit, open=row.open, away=row.away)
        for row in rows
        if row.staff_id
    )


def in_hand(found: QuerySet[Case], *, now: datetime) -> dict[UUID | None, tuple[int, int, int]]:
    """For each owner how many of these cases are open, at risk, and overdue: one query."""
    counted = (
        found.filter(state__in=LIVING)
        .order_by()
        .values_list("owner_id")
        .annotate(
            open=Count("id"),
            at_risk=Count("id", filter=Q(attention_at__gte=now, attention_at__lt=now + SOON)),
            overdue=Count("id", filter=Q(attention_at__lt=now)),
        )
    )
    return {owner: (open_, at_risk, overdue) for owner, open_, at_risk, overdue in counted}


def handlers_in_reach(actor: Actor) -> Sequence[StaffRow]:
    """Everybody within the actor's reach who may own cases: two queries."""
    reach = actor.reach or ""
    found = (
        *staff_with_role(role=Role.COMPLAINT_SPECIALIST, reach=reach),
        *staff_with_role(role=Role.SUPERVISOR, reach=reach),
    )
    return list({row.id: row for row in found}.values())


def _owed(case: Case) -> OwedCase:
    return OwedCase(
        id=case.pk,
        number=case.number,
        subject=case.subject,
        level=case.level,
        level_label=case.get_level_display(),
        attention_at=case.attention_at,
        revision=case.revision,
        owner_id=case.owner_id,
        owner_name=case.owner.name if case.owner else "",
    )
