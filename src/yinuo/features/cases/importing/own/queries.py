"""Reads about files of past cases, within reach."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yinuo.features.cases.importing.own.columns import HEADS
from yinuo.features.cases.importing.own.judging import reasons
from yinuo.features.cases.models import CaseImport
from yinuo.platform.identity.public import Actor
from yinuo.platform.tables.public import harmless

LATEST = 30
SHOWN = 50


@dataclass(frozen=True, kw_only=True)
class ProblemView:
    """A refused row in words."""

    line: int
    column: str
    reason: str
    masked: str


@dataclass(frozen=True, kw_only=True)
class CaseImportView:
    """One file: what was found and how far it is."""

    id: UUID
    state: str
    state_label: str
    digest: str
    total: int
    good: int
    refused: int
    done: int
    taken: int
    known: int
    at: datetime
    problems: tuple[ProblemView, ...] = ()


def case_imports(*, actor: Actor) -> tuple[CaseImportView, ...]:
    """The latest files, the newest first."""
    return tuple(_view(run) for run in _visible(actor).defer("sealed", "problems").order_by("-id")[:LATEST])


def one_case_import(*, import_id: UUID, actor: Actor) -> CaseImportView | None:
    """One file with its first refusals, or None when it does not exist for this actor."""
    run = _visible(actor).defer("sealed").filter(pk=import_id).first()
    return _view(run, _problems(run)[:SHOWN]) if run else None


def refused_as_csv(*, import_id: UUID, actor: Actor) -> bytes | None:
    """All refusals that were kept, for a spreadsheet, or None when the file does not exist for this actor."""
    run = _visible(actor).defer("sealed").filter(pk=import_id).first()
    if run is None:
        return None
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([_("Line"), _("Column"), _("Reason"), _("Cell, masked")])
    for problem in _problems(run):
        cells = (str(problem.line), problem.column, problem.reason, problem.masked)
        writer.writerow([harmless(cell) for cell in cells])
    return lines.getvalue().encode("utf-8-sig")


def _visible(actor: Actor) -> QuerySet[CaseImport]:
    if actor.reach is None:
        return CaseImport.objects.none()
    return CaseImport.objects.filter(path__startswith=actor.reach)


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


def _view(run: CaseImport, problems: tuple[ProblemView, ...] = ()) -> CaseImportView:
    return CaseImportView(
        id=run.pk,
        state=run.state,
        state_label=run.get_state_display(),
        digest=bytes(run.digest).hex()[:12],
        total=run.total,
        good=run.total - run.refused,
        refused=run.refused,
        done=run.done,
        taken=run.taken,
        known=run.known,
        at=run.at,
        problems=problems,
    )
