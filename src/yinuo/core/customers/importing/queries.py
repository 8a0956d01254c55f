"""Reads about imports, within reach."""

from __future__ import annotations

from uuid import UUID

from yinuo.core.customers.importing.checking import reasons
from yinuo.core.customers.importing.columns import HEADS
from yinuo.core.customers.importing.operations import files
from yinuo.core.customers.models import Import
from yinuo.platform.identity.public import Actor
from yinuo.platform.takeovers.public import FileView, ProblemView, view_of
from yinuo.platform.takeovers.public import problems_as_csv as as_csv

LATEST = 30
SHOWN = 50


def imports(*, actor: Actor) -> tuple[FileView, ...]:
    """The latest files, the newest first."""
    return tuple(view_of(run) for run in files.visible(actor).defer("sealed").order_by("-id")[:LATEST])


def one_import(*, import_id: UUID, actor: Actor) -> FileView | None:
    """One file with its first refusals, or None when it does not exist for this actor."""
    run = files.visible(actor).defer("sealed").filter(pk=import_id).first()
    return view_of(run, _problems(run, most=SHOWN)) if run else None


def problems_as_csv(*, import_id: UUID, actor: Actor) -> bytes | None:
    """All refusals that were kept, for a spreadsheet, or None when the file does not exist for this actor."""
    run = files.visible(actor).defer("sealed").filter(pk=import_id).first()
    return as_csv(_problems(run, most=None)) if run else None


def _problems(run: Import, *, most: int | None) -> tuple[ProblemView, ...]:
    words = reasons()
    return tuple(
        ProblemView(
            line=problem.line,
            column=HEADS[problem.column][0] if problem.column in HEADS else problem.column,
            reason=words.get(problem.code, problem.code),
            masked=problem.masked,
        )
        for problem in run.problems.all()[:most]
    )
