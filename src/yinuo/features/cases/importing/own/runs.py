"""A file of past cases that a page was given: look it through, confirm it, take it over, or give it up."""

from __future__ import annotations

import base64
from datetime import datetime
from hashlib import sha256
from uuid import UUID

from django.db.models import F
from django.utils.translation import gettext as _

from yinuo.features.cases.importing.errors import CannotImport
from yinuo.features.cases.importing.own.looking import CasesTaken, look_through_cases, take_over_cases
from yinuo.features.cases.models import CaseImport
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.tables.public import form_of
from yinuo.platform.vault.public import Place, new_owner, unlock


def check_case_import(*, content: bytes, actor: Actor, now: datetime) -> UUID:
    """
    Look a file through and keep it, sealed, until somebody confirms it; returns the import's id.

    Raises:
        CannotReadFile: it is no table of cases.
        CannotImport: the actor sees no part of the institution.
    """
    if actor.reach is None:
        raise CannotImport(_("There is no such unit of the organisation."))
    path = actor.node_path or actor.reach
    found = look_through_cases(content=content, path=path, actor=actor, now=now)
    with transaction():
        run = CaseImport(
            path=path,
            digest=sha256(content).digest(),
            form=form_of(content),
            total=found.total,
            refused=found.refused,
            problems=[[one.line, one.column, one.code, one.masked[:80]] for one in found.refusals],
            actor=actor.reference,
            at=now,
        )
        text = base64.b64encode(content).decode()
        run.sealed = new_owner(run.pk).seal(place=_place(run.pk), value=text)
        run.save(force_insert=True)
        append(
            stream=f"import:{run.pk}",
            action="case.import_checked",
            actor=actor.reference,
            at=now,
            facts={"rows": found.total, "refused": found.refused, "sha256": run.digest.hex()},
        )
    return run.pk


def begin_case_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Confirm a file that was looked through; a background job then takes it over.

    Raises:
        CannotImport: it is not there, or was confirmed or given up before.
    """
    from yinuo.features.cases.tasks import take_over_file
    from yinuo.platform.jobs.public import defer

    with transaction():
        run = _lock(import_id, actor)
        run.state = CaseImport.State.RUNNING
        run.save(update_fields=["state"])
        append(stream=f"import:{run.pk}", action="case.import_confirmed", actor=actor.reference, at=now)
        defer(take_over_file, import_id=str(run.pk), staff_id=str(actor.id))


def give_up_case_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Throw a file away that was not confirmed.

    Raises:
        CannotImport: it is not there, or was confirmed or given up before.
    """
    with transaction():
        run = _lock(import_id, actor)
        run.state, run.sealed, run.finished_at = CaseImport.State.GIVEN_UP, None, now
        run.save(update_fields=["state", "sealed", "finished_at"])
        append(stream=f"import:{run.pk}", action="case.import_given_up", actor=actor.reference, at=now)


def run_case_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """Take over a confirmed file, portion by portion; interrupted and started again, it takes nothing twice."""
    run = CaseImport.objects.get(pk=import_id)
    if run.state != CaseImport.State.RUNNING or run.sealed is None:
        return
    opened = unlock([run.pk]).open(owner=run.pk, place=_place(run.pk), sealed=bytes(run.sealed))
    mine = CaseImport.objects.filter(pk=run.pk)
    mine.update(done=0, taken=0, known=0)

    def step(rows: int, found: CasesTaken) -> None:
        mine.update(done=F("done") + rows, taken=F("taken") + found.taken, known=F("known") + found.known)

    take_over_cases(content=base64.b64decode(opened), path=run.path, actor=actor, now=now, step=step)
    with transaction():
        run = CaseImport.objects.select_for_update().get(pk=import_id)
        run.state, run.sealed, run.finished_at = CaseImport.State.DONE, None, now
        run.save(update_fields=["state", "sealed", "finished_at"])
        append(
            stream=f"import:{run.pk}",
            action="case.import_done",
            actor=actor.reference,
            at=now,
            facts={"taken": run.taken, "known": run.known, "refused": run.refused},
        )


def _lock(import_id: UUID, actor: Actor) -> CaseImport:
    run = CaseImport.objects.select_for_update().filter(pk=import_id).first()
    if run is None or not actor.sees(run.path):
        raise CannotImport(_("There is no such file."))
    if run.state != CaseImport.State.CHECKED:
        raise CannotImport(_("This file was confirmed or given up before."))
    return run


def _place(import_id: UUID) -> Place:
    return Place(table="cases_caseimport", column="sealed", row=import_id)
