"""Go through a file of past cases, portion by portion: to see what it holds, or to take it over."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from yinuo.core.promises.public import PromisesTakenOver
from yinuo.features.cases.importing.own.columns import COLUMNS
from yinuo.features.cases.importing.own.judging import Frame, Refusal, frame_of, judge
from yinuo.features.cases.importing.past import PastCase
from yinuo.features.cases.importing.take_cases import take_cases
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import portions, transaction
from yinuo.platform.tables.public import Line, Marks, Readable, mask_cell, read_lines, readable

PORTION = 500
MOST_PROBLEMS = 1_000


@dataclass(frozen=True, kw_only=True)
class CasesFound:
    """What a file holds: rows that can be taken over, and those that are refused, the first thousand in detail."""

    total: int
    good: int
    refused: int
    refusals: tuple[Refusal, ...]


@dataclass(frozen=True, kw_only=True)
class CasesTaken:
    """How many cases were taken over, and how many were there already."""

    taken: int = 0
    known: int = 0


def look_through_cases(
    *,
    content: bytes | Readable,
    path: str,
    actor: Actor,
    now: datetime,
    step: Callable[[int], None] | None = None,
) -> CasesFound:
    """
    The dry run: nothing is written.

    Args:
        path: of the unit of rows that name none.
        step: told of every portion how many rows it had.

    Raises:
        CannotReadFile: it is no table of cases.
    """
    good = refused = 0
    refusals: list[Refusal] = []
    for lines, cases, problems, _promises in _judged(content, path, actor, now):
        good, refused = good + len(cases), refused + len(problems)
        refusals += problems[: MOST_PROBLEMS - len(refusals)]
        if step is not None:
            step(len(lines))
    return CasesFound(total=good + refused, good=good, refused=refused, refusals=tuple(refusals))


def take_over_cases(
    *,
    content: bytes | Readable,
    path: str,
    actor: Actor,
    now: datetime,
    step: Callable[[int, CasesTaken], None],
    behind: int = 0,
) -> CasesTaken:
    """
    Take over what can be; interrupted and started again, what was taken over is known.

    Args:
        step: told of every portion, within its write, how many rows it had, and what came of it.
        behind: so many rows an earlier attempt has been through.

    Raises:
        CannotReadFile: it is no table of cases.
    """
    done, passed = CasesTaken(), 0
    for lines, cases, _problems, promises in _judged(content, path, actor, now):
        passed += len(lines)
        if passed <= behind:
            continue
        with transaction():  # the cases and their count, so that a kill leaves both or neither
            found = take_cases(cases=cases, promises=promises, actor=actor, now=now)
            portion = CasesTaken(taken=found.taken, known=found.known)
            step(len(lines), portion)
        done = replace(done, taken=done.taken + portion.taken, known=done.known + portion.known)
    return done


def _judged(
    content: bytes | Readable, path: str, actor: Actor, now: datetime
) -> Iterator[tuple[Sequence[Line], list[PastCase], list[Refusal], PromisesTakenOver]]:
    frame: Frame | None = None
    seen = Marks()
    file = readable(content)
    for lines in portions(read_lines(file, columns=COLUMNS), size=PORTION):
        if frame is None:
            frame = frame_of(path=path, mark=file.digest[:16], actor=actor, now=now)
        promises = PromisesTakenOver(actor=actor, now=now)
        cases, problems = judge(lines, frame=frame, promises=promises)
        cases, twice = _once(cases, seen)
        yield lines, cases, sorted([*problems, *twice], key=lambda problem: problem.line), promises


def _once(cases: list[PastCase], seen: Marks) -> tuple[list[PastCase], list[Refusal]]:
    """Those whose number stands in no earlier row, and the refusals of the others."""
    first, twice = [], []
    for case in cases:
        if seen.add(f"{case.source} {case.external_id}"):
            first.append(case)
        else:
            masked = mask_cell(case.external_id)
            twice.append(Refusal(line=case.line, column="number", code="twice", masked=masked))
    return first, twice
