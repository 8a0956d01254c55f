"""Reads about dedicated teams: who is in them, what they can do, what they have in hand, and for whom."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Count

from yinuo.core.customers.public import name_masks
from yinuo.features.cases.models import LIVING, Case, ServiceTeam, TeamCustomer, TeamMember
from yinuo.features.cases.queries.workload import in_hand
from yinuo.platform.identity.public import Actor, Role, nodes, roster, skills_known

LISTED = 100
_WORKING = (
    Role.COMPLAINT_SPECIALIST,
    Role.SUPERVISOR,
    Role.CLERK,
    Role.LOYALTY_MANAGER,
    Role.CALLBACK_OFFICER,
)


@dataclass(frozen=True, kw_only=True)
class TeamRow:
    """A team as the list shows it."""

    id: UUID
    name: str
    unit: str
    manager: str
    members: int
    customers: int
    open: int


@dataclass(frozen=True, kw_only=True)
class Member:
    """
    Somebody in a team, with all that they have in hand.

    Attributes:
        owns: whether they may own cases.
        for_team: how many of their open cases are of the team's customers.
    """

    id: UUID
    name: str
    number: str
    unit: str
    is_manager: bool
    owns: bool
    skills: tuple[str, ...]
    is_away: bool
    open: int
    at_risk: int
    overdue: int
    for_team: int


@dataclass(frozen=True, kw_only=True)
class TeamCase:
    """An open case of one of the team's customers."""

    id: UUID
    number: str
    subject: str
    owner_name: str
    attention_at: datetime | None
    revision: int


@dataclass(frozen=True, kw_only=True)
class TeamView:
    """A team with its people, its customers (masked) and their open cases."""

    id: UUID
    name: str
    unit: str
    members: tuple[Member, ...]
    customers: tuple[tuple[UUID, str, str], ...]
    cases: tuple[TeamCase, ...]


def team_list(*, actor: Actor) -> tuple[TeamRow, ...]:
    """The teams within the actor's reach, by name: a fixed number of queries."""
    if actor.reach is None:
        return ()
    teams = list(ServiceTeam.objects.filter(path__startswith=actor.reach, closed_at__isnull=True))
    ids = [team.pk for team in teams]
    managers = dict(
        TeamMember.objects.filter(team_id__in=ids, is_manager=True).values_list("team_id", "staff__name")
    )
    members = _counts(TeamMember, ids)
    customers = _counts(TeamCustomer, ids)
    cases: dict[UUID, int] = {}
    served = dict(TeamCustomer.objects.filter(team_id__in=ids).values_list("customer_id", "team_id"))
    found = Case.objects.filter(customer_id__in=list(served), state__in=LIVING).order_by()
    for customer, count in found.values_list("customer_id").annotate(count=Count("id")):
        cases[served[customer]] = cases.get(served[customer], 0) + count
    units = {node.path: node.name for node in nodes(actor=actor)}
    return tuple(
        TeamRow(
            id=team.pk,
            name=team.name,
            unit=units.get(team.path, ""),
            manager=managers.get(team.pk, ""),
            members=members.get(team.pk, 0),
            customers=customers.get(team.pk, 0),
            open=cases.get(team.pk, 0),
        )
        for team in teams
    )


def team_view(*, team_id: UUID, actor: Actor, now: datetime) -> TeamView | None:
    """One team within the actor's reach, or None."""
    team = ServiceTeam.objects.filter(pk=team_id, closed_at__isnull=True).first()
    if team is None or not actor.sees(team.path):
        return None
    customers = list(TeamCustomer.objects.filter(team=team).values_list("customer_id", flat=True)[:LISTED])
    masks = name_masks(customers)
    found = Case.objects.filter(
        customer_id__in=customers, state__in=LIVING, path__startswith=actor.reach or "-"
    )
    cases = list(found.select_related("owner").order_by("attention_at", "pk")[:LISTED])
    units = {node.path: node.name for node in nodes(actor=actor)}
    return TeamView(
        id=team.pk,
        name=team.name,
        unit=units.get(team.path, ""),
        members=_members(team, cases, now),
        customers=tuple((one, *masks[one]) for one in customers),
        cases=tuple(
            TeamCase(
                id=case.pk,
                number=case.number,
                subject=case.subject,
                owner_name=case.owner.name if case.owner else "",
                attention_at=case.attention_at,
                revision=case.revision,
            )
            for case in cases
        ),
    )


def team_name_of(*, customer_id: UUID) -> str:
    """The team that looks after a customer; empty for none."""
    found = TeamCustomer.objects.filter(customer_id=customer_id, team__closed_at__isnull=True)
    return found.values_list("team__name", flat=True).first() or ""


def _members(team: ServiceTeam, cases: list[Case], now: datetime) -> tuple[Member, ...]:
    rows = {row.staff_id: row for row in team.members.select_related("staff", "staff__node")}
    people = {person.id: person for person in roster(roles=_WORKING, at=now)}
    names = skills_known()
    held = in_hand(Case.objects.filter(owner_id__in=list(rows)), now=now)
    ours: dict[UUID | None, int] = {}
    for case in cases:
        ours[case.owner_id] = ours.get(case.owner_id, 0) + 1
    members = []
    for staff_id, row in rows.items():
        person = people.get(staff_id)
        open_, at_risk, overdue = held.get(staff_id, (0, 0, 0))
        members.append(
            Member(
                id=staff_id,
                name=row.staff.name,
                number=row.staff.username,
                unit=row.staff.node.name,
                is_manager=row.is_manager,
                owns=person is not None and bool(person.roles & {Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR}),
                skills=tuple(names.get(code, code) for code in sorted(person.skills)) if person else (),
                is_away=person.is_away if person else False,
                open=open_,
                at_risk=at_risk,
                overdue=overdue,
                for_team=ours.get(staff_id, 0),
            )
        )
    return tuple(sorted(members, key=lambda one: (not one.is_manager, not one.owns, one.name)))


def _counts(model: type[TeamMember] | type[TeamCustomer], teams: list[UUID]) -> dict[UUID, int]:
    found = model.objects.filter(team_id__in=teams).order_by().values_list("team_id")
    return dict(found.annotate(count=Count("id")))
