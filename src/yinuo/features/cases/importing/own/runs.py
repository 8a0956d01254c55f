"""A file of past cases that a page was given: look it through, confirm it, take it over, or give it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import datetime
from uuid import UUID

from django.utils.translation import get_language

from yinuo.features.cases.importing.errors import CannotImport
from yinuo.features.cases.importing.own.looking import (
    CasesFound,
    CasesTaken,
    look_through_cases,
    take_over_cases,
)
from yinuo.features.cases.models import CaseImport
from yinuo.platform.identity.public import SYSTEM, Actor
from yinuo.platform.jobs.public import defer
from yinuo.platform.tables.public import Readable
from yinuo.platform.takeovers.public import Keeping

files = Keeping(model=CaseImport, what="case", refusal=CannotImport)


def receive_case_import(*, chunks: Iterable[bytes], actor: Actor, now: datetime) -> UUID:
    """
    Keep a file, sealed; a background job then looks it through. Returns the import's id.

    Raises:
        CannotImport: the file is empty, there is no room for it, or the actor sees no part of the institution.
    """
    from yinuo.features.cases.tasks import look_through_file

    def later(run: CaseImport) -> None:
        defer(look_through_file, import_id=str(run.pk), staff_id=str(actor.id), language=get_language() or "")

    return files.receive(chunks=chunks, later=later, actor=actor, now=now)


def check_case_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """Look a kept file through; interrupted and started again, it begins anew. What cannot be read is refused."""

    def look(run: CaseImport, content: Readable, step: Callable[[int], None]) -> CasesFound:
        return look_through_cases(content=content, path=run.path, actor=actor, now=now, step=step)

    def remember(run: CaseImport, found: CasesFound) -> None:
        run.problems = [[one.line, one.column, one.code, one.masked[:80]] for one in found.refusals]

    files.check(import_id=import_id, look=look, remember=remember, actor=actor, now=now)


def begin_case_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Confirm a file that was looked through; a background job then takes it over.

    Raises:
        CannotImport: it is not there, or was confirmed or given up before.
    """
    from yinuo.features.cases.tasks import take_over_file

    def later(run: CaseImport) -> None:
        defer(take_over_file, import_id=str(run.pk), staff_id=str(actor.id))

    files.confirm(import_id=import_id, later=later, actor=actor, now=now)


def give_up_case_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Throw a file away that was not confirmed.

    Raises:
        CannotImport: it is not there, or was confirmed or given up before.
    """
    files.give_up(import_id=import_id, actor=actor, now=now)


def forget_case_imports(*, now: datetime) -> int:
    """Give up the files that nobody confirmed in time; returns how many."""
    return files.forget_unconfirmed(actor=SYSTEM, now=now)


def run_case_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """Take over a confirmed file, portion by portion; interrupted and started again, it goes on where it stood."""
    begun = files.begin(import_id)
    if begun is None:
        return
    run, content = begun

    def step(rows: int, found: CasesTaken) -> None:
        files.count(run, done=rows, taken=found.taken, known=found.known, position=content.position)

    take_over_cases(content=content, path=run.path, actor=actor, now=now, step=step, behind=run.done)
    files.finish(run, actor=actor, now=now)
