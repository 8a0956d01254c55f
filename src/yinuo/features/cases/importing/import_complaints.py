"""Import a file of past complaints: batch after batch, each row once, a bad row never in the way of the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from functools import partial
from pathlib import Path

from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yinuo.features.cases.importing.cfpb import COLUMNS
from yinuo.features.cases.importing.errors import CannotImport
from yinuo.features.cases.importing.portion import Refused, take_portion
from yinuo.features.cases.importing.records import CsvFile, look_through
from yinuo.platform.identity.public import Actor, head_office
from yinuo.platform.jobs.public import portions, spread

# One commit for so many rows: what an interruption costs.
BATCH = 500


@dataclass(frozen=True, kw_only=True)
class Imported:
    """How many rows were taken, were there already, or were refused."""

    taken: int = 0
    known: int = 0
    refused: int = 0


def look_through_complaints(*, path: Path) -> CsvFile:
    """
    Make sure that a file of complaints can be imported, and count its rows.

    Raises:
        CannotFindFile: it is missing, or may not be read.
        CannotImport: it is empty, no text, no CSV, or lacks columns.
    """
    return look_through(path=path, columns=COLUMNS)


def import_complaints(
    *,
    file: CsvFile,
    actor: Actor,
    now: datetime,
    refuse: Callable[[Refused], None],
    step: Callable[[int], None],
    processes: int = 1,
) -> Imported:
    """
    Import every row that is not there yet; it may be interrupted and started again at any time.

    Args:
        refuse: told of each row that is not taken.
        step: told how many rows are done since the last time.
        processes: how many seal and redact at once; 1 works in this process.

    Raises:
        CannotImport: there is no head office that the cases could belong to.
    """
    path = head_office()
    if path == "/":
        raise CannotImport(_("There is no head office yet; set up the organisation first, then import."))
    work = partial(take_portion, path=path, actor=actor, now=now, language=get_language() or "en")
    taken = known = refused = 0
    for rows, done in spread(portions(file.records(), size=BATCH), processes=processes, work=work):
        for row in done.refused:
            refuse(row)
        taken, known, refused = taken + done.taken, known + done.known, refused + len(done.refused)
        step(rows)
    return Imported(taken=taken, known=known, refused=refused)
