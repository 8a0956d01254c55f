"""How a given file is shown, and what of it was refused."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.platform.tables.public import harmless
from yinuo.platform.takeovers.models import GivenFile


@dataclass(frozen=True, kw_only=True)
class ProblemView:
    """A refused row in words."""

    line: int
    column: str
    reason: str
    masked: str


@dataclass(frozen=True, kw_only=True)
class FileView:
    """One file: what was found and how far it is."""

    id: UUID
    state: str
    state_label: str
    form: str
    digest: str
    size: int
    position: int
    told: str
    total: int
    good: int
    refused: int
    done: int
    taken: int
    known: int
    at: datetime
    finished_at: datetime | None
    problems: tuple[ProblemView, ...] = ()


def view_of(run: GivenFile, problems: tuple[ProblemView, ...] = ()) -> FileView:
    """The file as it stands."""
    return FileView(
        id=run.pk,
        state=run.state,
        state_label=str(GivenFile.State(run.state).label),
        form=run.form,
        digest=bytes(run.digest).hex()[:12],
        size=run.size,
        position=run.position,
        told=run.told,
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


def problems_as_csv(problems: Iterable[ProblemView]) -> bytes:
    """Refused rows for a spreadsheet; no cell of it is a formula."""
    lines = io.StringIO()
    writer = csv.writer(lines)
    writer.writerow([_("Line"), _("Column"), _("Reason"), _("Cell, masked")])
    for problem in problems:
        cells = (str(problem.line), problem.column, problem.reason, problem.masked)
        writer.writerow([harmless(cell) for cell in cells])
    return lines.getvalue().encode("utf-8-sig")
