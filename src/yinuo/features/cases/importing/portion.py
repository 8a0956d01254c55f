"""What each process that takes complaints over does; nothing here needs a loaded Django to be imported."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from yinuo.features.cases.importing.records import Record
    from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A row that was not taken: the line on which it begins, and why."""

    line: int
    reason: str


@dataclass(frozen=True, kw_only=True)
class Portion:
    """What came of one portion of a file."""

    taken: int
    known: int
    refused: tuple[Refused, ...]


def take_portion(
    records: Sequence[Record], *, path: str, actor: Actor, now: datetime, language: str
) -> Portion:
    """Read and judge the rows of one portion, and take over those that can be."""
    from django.utils import translation

    from yinuo.core.promises.public import PromisesTakenOver
    from yinuo.features.cases.importing.cfpb import read_complaint
    from yinuo.features.cases.importing.judging import case_of
    from yinuo.features.cases.importing.take_cases import take_cases
    from yinuo.kernel.errors import DomainError

    promises = PromisesTakenOver(actor=actor, now=now)
    cases, refused = [], []
    with translation.override(language):
        for record in records:
            try:
                if record.problem:
                    raise record.problem
                complaint = read_complaint(record.cells)
                cases.append(
                    case_of(complaint=complaint, line=record.line, path=path, promises=promises, now=now)
                )
            except DomainError as error:
                refused.append(Refused(line=record.line, reason=str(error)))
    done = take_cases(cases=cases, promises=promises, actor=actor, now=now)
    return Portion(taken=done.taken, known=done.known, refused=tuple(refused))
