"""What a draft of the rules would have chosen for the last cases, beside what the rules in force choose."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.core.customers.public import name_masks
from yinuo.features.cases.models import Case, TeamMember
from yinuo.features.cases.owning.choosing import Choice, choose
from yinuo.features.cases.owning.editions import edition_in_force
from yinuo.features.cases.owning.finding import OWNING_ROLES, matter_of, open_cases_of
from yinuo.features.cases.owning.terms import OwnerRule
from yinuo.platform.identity.public import Actor, roster

LAST = 40


@dataclass(frozen=True, kw_only=True)
class Compared:
    """One of the last cases: who the two sets of rules choose, and by which rule."""

    number: str
    subject: str
    owner: str
    now: str
    now_rule: int
    then: str
    then_rule: int

    @property
    def differs(self) -> bool:
        return self.now != self.then


def compare(*, draft: Sequence[OwnerRule], actor: Actor, now: datetime) -> tuple[Compared, ...]:
    """
    The last cases of the actor's reach with both choices, as people, absences and loads are at this moment.

    Imported cases are left out: nobody knows which unit received them. A fixed number of queries.
    """
    if actor.reach is None:
        return ()
    found = Case.objects.filter(path__startswith=actor.reach, received_by__gt="").select_related("owner")
    cases = list(found.order_by("-opened_at", "-pk")[:LAST])
    people = roster(roles=OWNING_ROLES, at=now)
    names = {person.id: person.name for person in people}
    loads = open_cases_of([person.id for person in people])
    tiers = name_masks(case.customer_id for case in cases)
    teams = _teams(case.customer_id for case in cases)
    in_force = edition_in_force().rules

    def choice(case: Case, rules: Sequence[OwnerRule]) -> Choice:
        matter = matter_of(
            case,
            path=case.received_by,
            tier=tiers[case.customer_id][1],
            team=teams.get(case.customer_id, frozenset()),
            recused=frozenset(case.concerns),
        )
        return choose(rules=rules, matter=matter, people=people, loads=lambda _people: loads)

    rows = []
    for case in cases:
        before, after = choice(case, in_force), choice(case, draft)
        rows.append(
            Compared(
                number=case.number,
                subject=case.subject,
                owner=case.owner.name if case.owner else "",
                now=names[before.owner_id] if before.owner_id else "",
                now_rule=before.rule,
                then=names[after.owner_id] if after.owner_id else "",
                then_rule=after.rule,
            )
        )
    return tuple(rows)


def _teams(customers: Iterable[UUID]) -> Mapping[UUID, frozenset[UUID]]:
    found: dict[UUID, set[UUID]] = {}
    rows = TeamMember.objects.filter(
        team__closed_at__isnull=True, team__customers__customer_id__in=set(customers)
    ).values_list("team__customers__customer_id", "staff_id")
    for customer, staff in rows:
        found.setdefault(customer, set()).add(staff)
    return {customer: frozenset(staff) for customer, staff in found.items()}
