"""Colleagues named in a note, as in “@Wang Min”: those who may read the case can be named, and each is told."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection
from datetime import datetime
from uuid import UUID

from yinuo.features.cases.roles import READERS
from yinuo.platform.identity.public import roster


def mentionable(*, path: str, at: datetime, but: Collection[UUID] = ()) -> dict[str, UUID]:
    """
    Who may be named on a case of ``path``, by what stands after the @: the name, with the number where two share it.

    Args:
        but: those whom it would be wrong to tell, such as colleagues whom the case is about.
    """
    people = [one for one in roster(roles=READERS, at=at) if path.startswith(one.path) and one.id not in but]
    sharing = Counter(one.name for one in people)
    return {one.name if sharing[one.name] == 1 else f"{one.name} {one.number}": one.id for one in people}


def mentioned(*, text: str, people: dict[str, UUID]) -> tuple[UUID, ...]:
    """Who of ``people`` is named in ``text``, each once; the longest name that fits counts."""
    labels = sorted(people, key=len, reverse=True)
    named = (next((one for one in labels if part.startswith(one)), None) for part in text.split("@")[1:])
    return tuple(dict.fromkeys(people[one] for one in named if one))
