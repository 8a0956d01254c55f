"""
Which of several policies applies.

Policies that say how long the same duty may take compete: "decision" is 15 days, and 30 for a complex matter. Of
those valid at the moment whose conditions all hold, the one chosen is the first in this order:

1. the higher ``priority``, which is 0 unless somebody set it;
2. the more fields its conditions name: the more specific one;
3. the longer part of the organisation that it names (an outlet goes before its branch);
4. the code, alphabetically: so that there is always exactly one answer.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from yinuo.core.promises.conditions import BRANCH
from yinuo.core.promises.terms import Terms


@dataclass(frozen=True, kw_only=True)
class Candidate:
    """A policy that could apply."""

    code: str
    terms: Terms


def fits(*, conditions: Mapping[str, tuple[str, ...]], circumstances: Mapping[str, str]) -> bool:
    """Whether every condition holds."""
    return all(_holds(name, values, circumstances.get(name, "")) for name, values in conditions.items())


def choose(*, candidates: Iterable[Candidate], circumstances: Mapping[str, str]) -> Candidate | None:
    """The policy that applies, or None when none of them does."""
    fitting = [
        one for one in candidates if fits(conditions=one.terms.conditions, circumstances=circumstances)
    ]
    return min(fitting, key=_order, default=None)


def _order(candidate: Candidate) -> tuple[int, int, int, str]:
    conditions = candidate.terms.conditions
    depth = max((value.count("/") for value in conditions.get(BRANCH, ())), default=0)
    return -candidate.terms.priority, -len(conditions), -depth, candidate.code


def _holds(name: str, values: tuple[str, ...], actual: str) -> bool:
    if name == BRANCH:
        return any(actual.startswith(value) for value in values)
    return actual in values
