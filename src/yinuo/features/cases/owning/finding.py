"""Find the owner of a matter by the rules in force, and say in the evidence how that came about."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yinuo.features.cases.models import Case
from yinuo.features.cases.owning.choosing import Choice, Matter, choose
from yinuo.features.cases.owning.editions import Edition, edition_called
from yinuo.features.cases.owning.recusing import named_in
from yinuo.platform.identity.public import Role, ask_roster, roster
from yinuo.platform.jobs.public import Asked, ask

OWNING_ROLES = (Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR)
_IN_FORCE = "SELECT id FROM cases_ownerrules WHERE state = 'IN_FORCE' ORDER BY number DESC LIMIT 1"
_TEAM = """
    SELECT member.staff_id
    FROM cases_teamcustomer AS served
    JOIN cases_serviceteam AS team ON team.id = served.team_id AND team.closed_at IS NULL
    JOIN cases_teammember AS member ON member.team_id = team.id
    WHERE served.customer_id = %s
"""
# The states (LIVING) are written out: a prepared statement with parameters there could not use the index of open cases.
_LOADS = """
    SELECT owner_id, count(*) FROM cases_case
    WHERE owner_id = ANY(%s) AND state IN ('OPEN', 'ANSWERED') GROUP BY owner_id
"""
# How many of those who were left out the evidence names.
NAMED = 20


@dataclass(frozen=True, kw_only=True)
class AskedGround:
    """What was asked before anything was known of the case: who is there, and which rules are in force."""

    people: Asked
    rules: Asked


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


def ask_ground(*, at: datetime) -> AskedGround:
    """Send ahead what ``find_owner`` asks of every case alike."""
    return AskedGround(people=ask_roster(at=at), rules=ask(_IN_FORCE, []))


def find_owner(
    *,
    case: Case,
    path: str,
    tier: str,
    at: datetime,
    said: str = "",
    concerns: Sequence[UUID] = (),
    recused: frozenset[UUID] = frozenset(),
    asked: AskedGround | None = None,
    is_new_customer: bool = False,
) -> Found:
    """
    The owner that the rules in force choose for ``case``: four queries, however many rules and people.

    Args:
        asked: what ``ask_ground`` sent for ``at``; None asks now.
        is_new_customer: registered just now, so that no team looks after them yet.
        path: the unit that received it.
        said: what the customer said, in clear: colleagues whom it names do not get the case.
        concerns: whom it concerns besides.
        recused: who may not have it for another reason.
    """
    asked = asked or ask_ground(at=at)
    people = roster(roles=OWNING_ROLES, at=at, asked=asked.people)
    about = tuple(dict.fromkeys([*concerns, *(named_in(text=said, people=people) if said else ())]))
    team = frozenset() if is_new_customer else _team_of(case.customer_id)
    matter = matter_of(case, path=path, tier=tier, team=team, recused=recused.union(about))
    edition = edition_called(next((id_ for (id_,) in asked.rules.rows()), None))
    choice = choose(rules=edition.rules, matter=matter, people=people, loads=open_cases_of)
    return Found(choice=choice, edition=edition, concerns=about)


def _team_of(customer_id: UUID) -> frozenset[UUID]:
    """The customer's own people."""
    return frozenset(staff_id for (staff_id,) in ask(_TEAM, [customer_id]).rows())


def open_cases_of(people: Sequence[UUID]) -> Mapping[UUID, int]:
    """How many open cases each of these people has."""
    return dict(ask(_LOADS, [list(people)]).rows())  # asked with every case: written out, it costs a quarter


def suggested_category(suggested: Mapping[str, Any]) -> str:
    """The category that the text speaks of, where it speaks of one."""
    first = next(iter(suggested.get("category", ())), None)
    return str(first["code"]) if first and first["confidence"] else ""
