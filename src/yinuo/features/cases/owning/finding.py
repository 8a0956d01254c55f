"""Find the owner of a matter by the rules in force, and say in the evidence how that came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.db.models import Count

from yinuo.features.cases.models import LIVING, Case, TeamMember
from yinuo.features.cases.owning.choosing import Choice, Matter, choose
from yinuo.features.cases.owning.editions import Edition, edition_in_force
from yinuo.features.cases.owning.recusing import named_in
from yinuo.platform.identity.public import Role, roster

OWNING_ROLES = (Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR)
# How many of those who were left out the evidence names.
NAMED = 20


@dataclass(frozen=True, kw_only=True)
class Found:
    """
    What the rules say about a matter.

    Attributes:
        concerns: whom the matter concerns, as its text and whoever took it down say.
    """

    choice: Choice
    edition: Edition
    concerns: tuple[UUID, ...]

    @property
    def facts(self) -> dict[str, Any]:
        """How it came about, for the evidence: numbers and ids."""
        choice = self.choice
        left_out = {"away": choice.away, "recused": choice.recused, "full": choice.full}
        return {
            "edition": self.edition.number,
            "rule": choice.rule,
            "fits": choice.fits,
            "load": choice.load,
            **({"stood_in": str(choice.stood_in)} if choice.stood_in else {}),
            **{why: [str(one) for one in ids[:NAMED]] for why, ids in left_out.items() if ids},
        }


def matter_of(
    case: Case, *, path: str, tier: str = "", team: frozenset[UUID] = frozenset(), recused: frozenset[UUID]
) -> Matter:
    """What the rules are asked about a case; ``path`` is the unit that received it."""
    return Matter(
        kind=case.kind,
        level=case.level,
        source=case.source,
        path=path,
        category=case.category or suggested_category(case.suggested),
        tier=tier,
        team=team,
        recused=recused,
    )


def find_owner(
    *,
    case: Case,
    path: str,
    tier: str,
    at: datetime,
    said: str = "",
    concerns: Sequence[UUID] = (),
    recused: frozenset[UUID] = frozenset(),
) -> Found:
    """
    The owner that the rules in force choose for ``case``: four queries, however many rules and people.

    Args:
        path: the unit that received it.
        said: what the customer said, in clear: colleagues whom it names do not get the case.
        concerns: whom it concerns besides.
        recused: who may not have it for another reason.
    """
    people = roster(roles=OWNING_ROLES, at=at)
    about = tuple(dict.fromkeys([*concerns, *(named_in(text=said, people=people) if said else ())]))
    matter = matter_of(
        case, path=path, tier=tier, team=team_of(case.customer_id), recused=recused.union(about)
    )
    edition = edition_in_force()
    choice = choose(rules=edition.rules, matter=matter, people=people, loads=open_cases_of)
    return Found(choice=choice, edition=edition, concerns=about)


def team_of(customer_id: UUID) -> frozenset[UUID]:
    """The customer's own people."""
    members = TeamMember.objects.filter(
        team__closed_at__isnull=True, team__customers__customer_id=customer_id
    )
    return frozenset(members.values_list("staff_id", flat=True))


def open_cases_of(people: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many open cases each of these people has."""
    return dict(
        Case.objects.filter(owner_id__in=people, state__in=LIVING)
        .order_by()
        .values_list("owner_id")
        .annotate(count=Count("id"))
    )


def suggested_category(suggested: Mapping[str, Any]) -> str:
    """The category that the text speaks of, where it speaks of one."""
    first = next(iter(suggested.get("category", ())), None)
    return str(first["code"]) if first and first["confidence"] else ""
