"""
The rules in force, kept in memory: an edition never changes once it is in force, so its number says all.

Each choice asks for the number of the edition in force, in the query that it asks anyway; the rules themselves are
read once by each process.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from django.utils.translation import gettext_noop

from yinuo.features.cases.models import OwnerRules
from yinuo.features.cases.owning.terms import OwnerRule, Where, read_rules

# What an institution starts with, until a supervisor puts rules of its own in force.
FIRST = (
    OwnerRule(name=gettext_noop("The customer's own team"), where=Where.TEAM),
    OwnerRule(name=gettext_noop("The receiving unit, then those above"), where=Where.RECEIVING),
)


@dataclass(frozen=True, kw_only=True)
class Edition:
    """The rules of one edition; number 0 is what the house starts with."""

    number: int
    rules: tuple[OwnerRule, ...]


@dataclass(frozen=True, kw_only=True)
class Draft:
    """The draft that stands there, as JSON holds its rules."""

    number: int
    revision: int
    rules: Sequence[Mapping[str, Any]]


class _Memory:
    """What this process has read; editions that were in force only."""

    editions: dict[UUID, Edition] = {}


def edition_in_force() -> Edition:
    """The rules that choose owners now."""
    found = OwnerRules.objects.filter(state=OwnerRules.State.IN_FORCE).values_list("pk", flat=True).first()
    return edition_called(found)


def edition_called(id_: UUID | None) -> Edition:
    """The edition of that id; None is what the house starts with."""
    return edition_of(id_) if id_ else Edition(number=0, rules=FIRST)


def edition_of(id_: UUID) -> Edition:
    """An edition that is or was in force."""
    known = _Memory.editions.get(id_)
    if known is None:
        row = OwnerRules.objects.get(pk=id_)
        known = Edition(number=row.number, rules=read_rules(row.rules))
        _Memory.editions[id_] = known
    return known


def standing_draft() -> Draft | None:
    """The draft that may become the next edition."""
    row = OwnerRules.objects.filter(state=OwnerRules.State.DRAFT).first()
    return Draft(number=row.number, revision=row.revision, rules=row.rules) if row else None


def rule_name(*, edition: int, rule: int) -> str:
    """What a rule of an edition is called; empty where there is none."""
    if edition == 0:
        rules: tuple[OwnerRule, ...] = FIRST
    else:
        known = next((one for one in _Memory.editions.values() if one.number == edition), None)
        if known is None:
            id_ = OwnerRules.objects.filter(number=edition, in_force_at__isnull=False).values_list(
                "pk", flat=True
            )
            known = edition_of(id_[0]) if id_ else Edition(number=edition, rules=())
        rules = known.rules
    return rules[rule - 1].name if 1 <= rule <= len(rules) else ""
