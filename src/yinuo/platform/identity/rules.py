"""Pure decisions about the organisation and its staff."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

# What may stand directly below what.
BELOW: Mapping[str, frozenset[str]] = {
    "HEAD_OFFICE": frozenset({"BRANCH", "OUTLET", "TEAM"}),
    "BRANCH": frozenset({"BRANCH", "OUTLET", "TEAM"}),
    "OUTLET": frozenset({"TEAM"}),
    "TEAM": frozenset({"TEAM"}),
}


def may_contain(*, parent: str, child: str) -> bool:
    """Whether a unit of kind ``child`` may stand directly below one of kind ``parent``."""
    return child in BELOW[parent]


def path_below(*, parent: str, code: str) -> str:
    """The path of the unit ``code`` below the unit at ``parent``; the end mark keeps BJ from BJ2."""
    return f"{parent}{code}/"


@dataclass(frozen=True, kw_only=True)
class Stretch:
    """A half-open period in which ``staff_id`` is away and ``substitute_id`` stands in."""

    staff_id: UUID
    substitute_id: UUID
    starts_at: datetime
    ends_at: datetime


def closes_circle(*, wanted: Stretch, others: Sequence[Stretch]) -> bool:
    """
    Whether, at some moment of ``wanted``, following the substitutes would lead back to the absent person.

    ``others`` are the absences of everybody that overlap the period; those of the same person are ignored.
    """
    by_staff: dict[UUID, list[Stretch]] = {}
    for other in others:
        by_staff.setdefault(other.staff_id, []).append(other)

    def leads_back(person: UUID, start: datetime, end: datetime) -> bool:
        if person == wanted.staff_id:
            return True
        return any(
            leads_back(other.substitute_id, max(start, other.starts_at), min(end, other.ends_at))
            for other in by_staff.get(person, ())
            if max(start, other.starts_at) < min(end, other.ends_at)
        )

    return leads_back(wanted.substitute_id, wanted.starts_at, wanted.ends_at)
