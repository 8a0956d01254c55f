"""The way of a given file: looked through and kept, then confirmed and taken over, or given up."""

from __future__ import annotations

import base64
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime
from hashlib import sha256
from typing import Generic, TypeVar
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.tables.public import form_of
from yinuo.platform.takeovers.models import GivenFile
from yinuo.platform.vault.public import Place, new_owner, unlock

File = TypeVar("File", bound=GivenFile)


@dataclass(frozen=True, kw_only=True)
class Keeping(Generic[File]):
    """
    The files of one room.

    Attributes:
        model: where the room keeps them.
        what: how evidence calls the room's deeds: ``customer`` makes ``customer.import_checked``.
        refusal: the room's own error, raised with a sentence.
    """

    model: type[File]
    what: str
    refusal: type[DomainError]

    def where_of(self, actor: Actor) -> str:
        """
        The unit that the actor's files belong to.

        Raises:
            the room's refusal: the actor sees no part of the institution.
        """
        if actor.reach is None:
            raise self.refusal(_("There is no such unit of the organisation."))
        return actor.node_path or actor.reach

    def visible(self, actor: Actor) -> QuerySet[File]:
        """The files that the actor may know of."""
        found: QuerySet[File] = self.model._default_manager.all()
        return found.none() if actor.reach is None else found.filter(path__startswith=actor.reach)

    def keep(self, run: File, *, content: bytes, actor: Actor, now: datetime) -> None:
        """Store a file that was looked through, its content sealed under a key of its own."""
        run.digest, run.form = sha256(content).digest(), form_of(content)
        run.actor, run.at = actor.reference, now
        text = base64.b64encode(content).decode()
        run.sealed = new_owner(run.pk).seal(place=self._place(run.pk), value=text)
        run.save(force_insert=True)
        facts = {"rows": run.total, "refused": run.refused, "sha256": run.digest.hex()}
        self._note(run, "checked", actor, now, facts)

    def confirm(self, *, import_id: UUID, later: Callable[[File], None], actor: Actor, now: datetime) -> None:
        """
        Let a file be taken over by what ``later`` defers.

        Raises:
            the room's refusal: it is not there, or was confirmed or given up before.
        """
        with transaction():
            run = self._waiting(import_id, actor)
            run.state = GivenFile.State.RUNNING
            run.save(update_fields=["state"])
            self._note(run, "confirmed", actor, now)
            later(run)

    def give_up(self, *, import_id: UUID, actor: Actor, now: datetime) -> None:
        """
        Throw a file away that was not confirmed.

        Raises:
            the room's refusal: it is not there, or was confirmed or given up before.
        """
        with transaction():
            run = self._waiting(import_id, actor)
            self._end(run, GivenFile.State.GIVEN_UP, now)
            self._note(run, "given_up", actor, now)

    def begin(self, import_id: UUID) -> tuple[File, bytes] | None:
        """A confirmed file with its content, its counts at nought; None when there is nothing left to take over."""
        run = self.model._default_manager.get(pk=import_id)
        if run.state != GivenFile.State.RUNNING or run.sealed is None:
            return None
        opened = unlock([run.pk]).open(owner=run.pk, place=self._place(run.pk), sealed=bytes(run.sealed))
        self._mine(run).update(done=0, taken=0, known=0)
        return run, base64.b64decode(opened)

    def count(self, run: File, *, done: int, taken: int, known: int) -> None:
        """Say how much further it has come."""
        self._mine(run).update(done=F("done") + done, taken=F("taken") + taken, known=F("known") + known)

    def finish(self, run: File, *, actor: Actor, now: datetime) -> None:
        """It is taken over; its content is forgotten."""
        with transaction():
            run = self._mine(run).select_for_update().get()
            self._end(run, GivenFile.State.DONE, now)
            facts = {"taken": run.taken, "known": run.known, "refused": run.refused}
            self._note(run, "done", actor, now, facts)

    def _mine(self, run: File) -> QuerySet[File]:
        found: QuerySet[File] = self.model._default_manager.filter(pk=run.pk)
        return found

    def _waiting(self, import_id: UUID, actor: Actor) -> File:
        run = self.model._default_manager.select_for_update().filter(pk=import_id).first()
        if run is None or not actor.sees(run.path):
            raise self.refusal(_("There is no such file."))
        if run.state != GivenFile.State.CHECKED:
            raise self.refusal(_("This file was confirmed or given up before."))
        return run

    def _end(self, run: File, state: GivenFile.State, now: datetime) -> None:
        run.state, run.sealed, run.finished_at = state, None, now
        run.save(update_fields=["state", "sealed", "finished_at"])

    def _note(
        self, run: File, deed: str, actor: Actor, now: datetime, facts: Mapping[str, int | str] | None = None
    ) -> None:
        append(
            stream=f"import:{run.pk}",
            action=f"{self.what}.import_{deed}",
            actor=actor.reference,
            at=now,
            facts=facts,
        )

    def _place(self, import_id: UUID) -> Place:
        return Place(table=self.model._meta.db_table, column="sealed", row=import_id)
