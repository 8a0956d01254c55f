"""A file of past cases that a page was given: look it through, confirm it, take it over, or give it up."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yinuo.features.cases.importing.errors import CannotImport
from yinuo.features.cases.importing.own.looking import CasesTaken, look_through_cases, take_over_cases
from yinuo.features.cases.models import CaseImport
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import defer, transaction
from yinuo.platform.takeovers.public import Keeping

files = Keeping(model=CaseImport, what="case", refusal=CannotImport)


def check_case_import(*, content: bytes, actor: Actor, now: datetime) -> UUID:
    """
    Look a file through and keep it, sealed, until somebody confirms it; returns the import's id.

    Raises:
        CannotReadFile: it is no table of cases.
        CannotImport: the actor sees no part of the institution.
    """
    path = files.where_of(actor)
    found = look_through_cases(content=content, path=path, actor=actor, now=now)
    with transaction():
        run = CaseImport(
            path=path,
            total=found.total,
            refused=found.refused,
            problems=[[one.line, one.column, one.code, one.masked[:80]] for one in found.refusals],
        )
        files.keep(run, content=content, actor=actor, now=now)
    return run.pk


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


def run_case_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """Take over a confirmed file, portion by portion; interrupted and started again, it takes nothing twice."""
    begun = files.begin(import_id)
    if begun is None:
        return
    run, content = begun

    def step(rows: int, found: CasesTaken) -> None:
        files.count(run, done=rows, taken=found.taken, known=found.known)

    take_over_cases(content=content, path=run.path, actor=actor, now=now, step=step)
    files.finish(run, actor=actor, now=now)
