"""What a promise is about, as the room that it belongs to names it: a number and a page, never personal data."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from uuid import UUID

from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class NamedSubject:
    """``number`` as people say it; ``url`` of its page, empty where the reader may not open it."""

    number: str
    url: str


Naming = Callable[[Iterable[UUID], Actor], Mapping[UUID, NamedSubject]]
_namings: dict[str, Naming] = {}


def register_subjects(*, kind: str, naming: Naming) -> None:
    """Say how subjects of a kind (``case`` of ``case:<id>``) are named, many at once; for ``AppConfig.ready``."""
    _namings[kind] = naming


def named_subjects(*, subjects: Iterable[str], actor: Actor) -> dict[str, NamedSubject]:
    """Those of the subjects that a room names: one query of each room that has some among them."""
    wanted: dict[str, list[UUID]] = defaultdict(list)
    for subject in subjects:
        kind, _colon, text = subject.partition(":")
        if kind in _namings:
            wanted[kind].append(UUID(text))
    return {
        f"{kind}:{subject_id}": named
        for kind, ids in wanted.items()
        for subject_id, named in _namings[kind](ids, actor).items()
    }
