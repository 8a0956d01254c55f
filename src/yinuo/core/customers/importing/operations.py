"""Look a file through, take it over, or give it up."""

from __future__ import annotations

import base64
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from yinuo.core.customers.importing.bulk import take_batch
from yinuo.core.customers.importing.checking import Candidate, Refusal, check_line
from yinuo.core.customers.importing.reading import form_of, read_lines
from yinuo.core.customers.models import Import, ImportProblem
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, nodes
from yinuo.platform.jobs.public import portions, transaction
from yinuo.platform.tables.public import mask_cell
from yinuo.platform.vault.public import Place, new_owner, unlock

BATCH = 1_000
MOST_PROBLEMS = 1_000


class CannotImport(DomainError):
    """The file is not there any more, is being taken over already, or belongs to another unit."""

    code = "customer.cannot_import"


@dataclass(frozen=True, kw_only=True)
class LookedThrough:
    """What a file holds: rows that can be taken over, and those that are refused, the first thousand in detail."""

    total: int
    good: int
    refused: int
    refusals: tuple[Refusal, ...]


def candidates_of(*, content: bytes, path: str, actor: Actor) -> Iterator[Candidate | Refusal]:
    """
    Each row decided on; a number that stands in an earlier row is refused.

    Raises:
        CannotReadFile: it is no table of customers.
    """
    paths = {node.code: node.path for node in nodes(actor=actor)}
    seen: set[bytes] = set()
    for line in read_lines(content):
        decided = check_line(line, paths=paths, path=path)
        if isinstance(decided, Candidate):
            mark = sha256(decided.number.encode()).digest()[:12]
            if mark in seen:
                masked = mask_cell(line.cells.get("number", ""))
                decided = Refusal(line=line.number, column="number", code="twice", masked=masked)
            seen.add(mark)
        yield decided


def look_through(*, content: bytes, path: str, actor: Actor) -> LookedThrough:
    """
    The dry run: nothing is written.

    Raises:
        CannotReadFile: it is no table of customers.
    """
    good = refused = 0
    refusals: list[Refusal] = []
    for decided in candidates_of(content=content, path=path, actor=actor):
        if isinstance(decided, Refusal):
            refused += 1
            if len(refusals) < MOST_PROBLEMS:
                refusals.append(decided)
        else:
            good += 1
    return LookedThrough(total=good + refused, good=good, refused=refused, refusals=tuple(refusals))


def check_import(*, content: bytes, actor: Actor, now: datetime) -> UUID:
    """
    Look a file through and keep it, sealed, until somebody confirms it; returns the import's id.

    Raises:
        CannotReadFile: it is no table of customers.
        CannotImport: the actor sees no part of the institution.
    """
    if actor.reach is None:
        raise CannotImport(_("There is no such unit of the organisation."))
    path = actor.node_path or actor.reach
    found = look_through(content=content, path=path, actor=actor)
    with transaction():
        run = Import(
            path=path,
            digest=sha256(content).digest(),
            form=form_of(content),
            total=found.total,
            refused=found.refused,
            actor=actor.reference,
            at=now,
        )
        text = base64.b64encode(content).decode()
        run.sealed = new_owner(run.pk).seal(place=_place(run.pk), value=text)
        run.save(force_insert=True)
        ImportProblem.objects.bulk_create(_problem(run, refusal) for refusal in found.refusals)
        facts: dict[str, str | int | bool | None] = {
            "rows": found.total,
            "refused": found.refused,
            "sha256": run.digest.hex(),
        }
        append(
            stream=f"import:{run.pk}",
            action="customer.import_checked",
            actor=actor.reference,
            at=now,
            facts=facts,
        )
    return run.pk


def begin_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Confirm a file that was looked through; a background job then takes it over.

    Raises:
        CannotImport: it is not there, or was confirmed or given up before.
    """
    from yinuo.core.customers.tasks import take_over
    from yinuo.platform.jobs.public import defer

    with transaction():
        run = _lock(import_id, actor)
        if run.state != Import.State.CHECKED:
            raise CannotImport(_("This file was confirmed or given up before."))
        run.state = Import.State.RUNNING
        run.save(update_fields=["state"])
        append(stream=f"import:{run.pk}", action="customer.import_confirmed", actor=actor.reference, at=now)
        defer(take_over, import_id=str(run.pk), staff_id=str(actor.id))


def give_up_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Throw a file away that was not confirmed.

    Raises:
        CannotImport: it is not there, or was confirmed or given up before.
    """
    with transaction():
        run = _lock(import_id, actor)
        if run.state != Import.State.CHECKED:
            raise CannotImport(_("This file was confirmed or given up before."))
        run.state, run.sealed, run.finished_at = Import.State.GIVEN_UP, None, now
        run.save(update_fields=["state", "sealed", "finished_at"])
        append(stream=f"import:{run.pk}", action="customer.import_given_up", actor=actor.reference, at=now)


def run_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """Take over a confirmed file, batch by batch; interrupted and started again, it goes on where it stood."""
    run = Import.objects.get(pk=import_id)
    if run.state != Import.State.RUNNING or run.sealed is None:
        return
    opened = unlock([run.pk]).open(owner=run.pk, place=_place(run.pk), sealed=bytes(run.sealed))
    content = base64.b64decode(opened)
    Import.objects.filter(pk=run.pk).update(done=0, taken=0, known=0)
    for batch in portions(candidates_of(content=content, path=run.path, actor=actor), size=BATCH):
        good = [decided for decided in batch if isinstance(decided, Candidate)]
        done = take_batch(candidates=good, import_id=run.pk, actor=actor, now=now)
        Import.objects.filter(pk=run.pk).update(
            done=F("done") + len(batch), taken=F("taken") + done.taken, known=F("known") + done.known
        )
    with transaction():
        run = Import.objects.select_for_update().get(pk=import_id)
        run.state, run.sealed, run.finished_at = Import.State.DONE, None, now
        run.save(update_fields=["state", "sealed", "finished_at"])
        append(
            stream=f"import:{run.pk}",
            action="customer.import_done",
            actor=actor.reference,
            at=now,
            facts={"taken": run.taken, "known": run.known, "refused": run.refused},
        )


def _lock(import_id: UUID, actor: Actor) -> Import:
    run = Import.objects.select_for_update().filter(pk=import_id).first()
    if run is None or not actor.sees(run.path):
        raise CannotImport(_("There is no such file."))
    return run


def _place(import_id: UUID) -> Place:
    return Place(table="customers_import", column="sealed", row=import_id)


def _problem(run: Import, refusal: Refusal) -> ImportProblem:
    return ImportProblem(
        run=run, line=refusal.line, column=refusal.column, code=refusal.code, masked=refusal.masked[:80]
    )
