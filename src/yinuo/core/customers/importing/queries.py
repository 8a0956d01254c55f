"""Reads about imports, within reach."""

from __future__ import annotations

import csv
import io
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import QuerySet
from django.utils.translation import gettext as _

from yinuo.core.customers.importing.checking import reasons
from yinuo.core.customers.importing.columns import HEADS
from yinuo.core.customers.models import Import
from yinuo.platform.identity.public import Actor
from yinuo.platform.tables.public import harmless

LATEST = 30


@dataclass(frozen=True, kw_only=True)
class ProblemView:
    """A refused line in words."""

    line: int
    column: str
    reason: str
    masked: str


@dataclass(frozen=True, kw_only=True)
class ImportView:
    """One file: what was found and how far it is."""

    id: UUID
    state: str
    state_label: str
    form: str
    digest: str
    total: int
    good: int
    refused: int
    done: int
    taken: int
    known: int
    at: datetime
    finished_at: datetime | None
    problems: tuple[ProblemView, ...] = ()


def imports(*, actor: Actor) -> tuple[ImportView, ...]:
    """The latest files, the newest first."""
    return tuple(_view(run) for run in _visible(actor).defer("sealed").order_by("-id")[:LATEST])


def one_import(*, import_id: UUID, actor: Actor) -> ImportView | None:
    """One file with its first refusals, or None when it does not exist for this actor."""
    run = _visible(actor).defer("sealed").filter(pk=import_id).first()
    return _view(run, _problems(run, most=50)) if run else None


def problems_as_csv(*, import_id: UUID, actor: Actor) -> bytes | None:
    """All refusals that were kept, for a spreadsheet, or None when the file does not exist for this actor."""
    run = _visible(actor).defer("sealed").filter(pk=import_id).first()
    if run is None:
        return None
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([_("Line"), _("Column"), _("Reason"), _("Cell, masked")])
    for problem in _problems(run, most=None):
        cells = (str(problem.line), problem.column, problem.reason, problem.masked)
        writer.writerow([harmless(cell) for cell in cells])
    return lines.getvalue().encode("utf-8-sig")


def _visible(actor: Actor) -> QuerySet[Import]:
    if actor.reach is None:
        return Import.objects.none()
    return Import.objects.filter(path__startswith=actor.reach)


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


def _view(run: Import, problems: tuple[ProblemView, ...] = ()) -> ImportView:
    return ImportView(
        id=run.pk,
        state=run.state,
        state_label=run.get_state_display(),
        form=run.form,
        digest=bytes(run.digest).hex()[:12],
        total=run.total,
        good=run.total - run.refused,
        refused=run.refused,
        done=run.done,
        taken=run.taken,
        known=run.known,
        at=run.at,
        finished_at=run.finished_at,
        problems=problems,
    )
