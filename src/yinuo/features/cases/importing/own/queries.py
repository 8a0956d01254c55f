"""Reads about files of past cases, within reach."""

from __future__ import annotations

from uuid import UUID

from yinuo.features.cases.importing.own.columns import HEADS
from yinuo.features.cases.importing.own.judging import reasons
from yinuo.features.cases.importing.own.runs import files
from yinuo.features.cases.models import CaseImport
from yinuo.platform.identity.public import Actor
from yinuo.platform.takeovers.public import FileView, ProblemView, problems_as_csv, view_of

LATEST = 30
SHOWN = 50


def case_imports(*, actor: Actor) -> tuple[FileView, ...]:
    """The latest files, the newest first."""
    found = files.visible(actor).defer("sealed", "problems").order_by("-id")
    return tuple(view_of(run) for run in found[:LATEST])


def one_case_import(*, import_id: UUID, actor: Actor) -> FileView | None:
    """One file with its first refusals, or None when it does not exist for this actor."""
    run = files.visible(actor).defer("sealed").filter(pk=import_id).first()
    return view_of(run, _problems(run)[:SHOWN]) if run else None


def refused_as_csv(*, import_id: UUID, actor: Actor) -> bytes | None:
    """All refusals that were kept, for a spreadsheet, or None when the file does not exist for this actor."""
    run = files.visible(actor).defer("sealed").filter(pk=import_id).first()
    return problems_as_csv(_problems(run)) if run else None


def _problems(run: CaseImport) -> tuple[ProblemView, ...]:
    words = reasons()
    return tuple(
        ProblemView(
            line=line,
            column=HEADS[column][0] if column in HEADS else column,
            reason=words.get(code, code),
            masked=masked,
        )
        for line, column, code, masked in run.problems
    )
