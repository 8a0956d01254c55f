"""Who is calling: customers whom a search found, each with the cases that are open for them already."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from yinuo.core.customers.public import CustomerRow
from yinuo.features.cases.models import LIVING
from yinuo.features.cases.queries.scoping import visible_cases
from yinuo.platform.identity.public import Actor

MOST_CASES = 3


@dataclass(frozen=True, kw_only=True)
class OpenMatter:
    """A case that waits, so that the same matter is not taken down twice."""

    number: str
    subject: str


@dataclass(frozen=True, kw_only=True)
class Caller:
    """A customer as somebody who takes down a call chooses them; ``matters`` are the newest open ones."""

    row: CustomerRow
    matters: tuple[OpenMatter, ...]
    further: int


def callers(rows: Sequence[CustomerRow], *, actor: Actor) -> list[Caller]:
    """Each of ``rows``, but the erased ones, with their open cases in the actor's part of the institution."""
    living = [row for row in rows if not row.erased]
    found = (
        visible_cases(actor)
        .filter(customer_id__in=[row.id for row in living], state__in=LIVING)
        .order_by("-opened_at")
        .values_list("customer_id", "number", "subject")
    )
    matters: dict[UUID, list[OpenMatter]] = defaultdict(list)
    for customer_id, number, subject in found:
        matters[customer_id].append(OpenMatter(number=number, subject=subject))
    return [
        Caller(
            row=row,
            matters=tuple(matters[row.id][:MOST_CASES]),
            further=max(len(matters[row.id]) - MOST_CASES, 0),
        )
        for row in living
    ]
