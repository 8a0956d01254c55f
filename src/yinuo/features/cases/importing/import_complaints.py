"""Import a file of past complaints: batch after batch, each row once, a bad row never in the way of the others."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from itertools import islice
from pathlib import Path

from django.db import IntegrityError
from django.utils.translation import gettext as _

from yinuo.features.cases.importing.cfpb import COLUMNS, PastComplaint, read_complaint
from yinuo.features.cases.importing.errors import CannotImport
from yinuo.features.cases.importing.import_past_case import import_past_case
from yinuo.features.cases.importing.records import CsvFile, Record, look_through
from yinuo.features.cases.models import Case, Source
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor, head_office
from yinuo.platform.jobs.public import transaction
from yinuo.platform.live.public import announce

# One commit for so many rows: what an interruption costs, and what other writers may have to wait for.
BATCH = 100


@dataclass(frozen=True, kw_only=True)
class Refused:
    """A row that was not taken: the line on which it begins, and why."""

    line: int
    reason: str


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
) -> Imported:
    """
    Import every row that is not there yet; it may be interrupted and started again at any time.

    Args:
        refuse: told of each row that is not taken.
        step: told how many rows are done since the last time.

    Raises:
        CannotImport: there is no head office that the cases could belong to.
    """
    done = Imported()
    path = head_office()
    if path == "/":
        raise CannotImport(_("There is no head office yet; set up the organisation first, then import."))
    records = file.records()
    while batch := list(islice(records, BATCH)):
        with transaction():
            found = _import_batch(batch, path, actor, now, refuse)
            if found.taken:
                announce("cases", reach=path)
        done = replace(
            done,
            taken=done.taken + found.taken,
            known=done.known + found.known,
            refused=done.refused + found.refused,
        )
        step(len(batch))
    return done


def _import_batch(
    batch: list[Record], path: str, actor: Actor, now: datetime, refuse: Callable[[Refused], None]
) -> Imported:
    taken = known = 0
    refused: list[Refused] = []
    there = _already_there(batch)
    for record in batch:
        try:
            complaint = _read(record)
            if complaint.external_id in there:
                known += 1
                continue
            import_past_case(complaint=complaint, path=path, actor=actor, now=now)
            there.add(complaint.external_id)
            taken += 1
        except IntegrityError as error:
            if "imported_once" not in str(error):
                raise
            known += 1  # another import of the same file was faster
        except DomainError as error:
            refused.append(Refused(line=record.line, reason=str(error)))
    for row in refused:
        refuse(row)
    return Imported(taken=taken, known=known, refused=len(refused))


def _read(record: Record) -> PastComplaint:
    if record.problem:
        raise record.problem
    return read_complaint(record.cells)


def _already_there(batch: list[Record]) -> set[str]:
    ids = list(_ids(record.cells for record in batch))
    return set(
        Case.objects.filter(source=Source.CFPB, external_id__in=ids).values_list("external_id", flat=True)
    )


def _ids(rows: Iterator[Mapping[str, str]]) -> Iterator[str]:
    for cells in rows:
        if cells.get("Complaint ID"):
            yield cells["Complaint ID"]
