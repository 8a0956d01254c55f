"""The way of a given file: kept, looked through, then confirmed and taken over, or given up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Generic, Protocol, TypeVar
from uuid import UUID

from django.db.models import F, QuerySet
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.tables.public import CannotReadFile, form_of
from yinuo.platform.takeovers.content import Content, forget_parts, keep_parts
from yinuo.platform.takeovers.models import GivenFile
from yinuo.platform.takeovers.room import refusing_when_full
from yinuo.platform.vault.public import Place, new_content_key, new_owner, unlock


class HasCounts(Protocol):
    """What looking through a file found: how many rows there are, and how many of them are refused."""

    @property
    def total(self) -> int: ...
    @property
    def refused(self) -> int: ...


File = TypeVar("File", bound=GivenFile)
Looked = TypeVar("Looked", bound=HasCounts)
Step = Callable[[int], None]
LARGEST = 200 * 10**6  # bytes
FORGET_AFTER = timedelta(days=14)
State = GivenFile.State


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

    def receive(
        self, *, chunks: Iterable[bytes], later: Callable[[File], None], actor: Actor, now: datetime
    ) -> UUID:
        """
        Keep a file as it arrives, sealed under a key of its own, and let ``later`` defer that it is looked through.

        Raises:
            the room's refusal: the actor sees no part of the institution, the file is empty, or nothing has room
                for it; nothing is kept then.
        """
        run = self.model(path=self.where_of(actor), actor=actor.reference, at=now)
        key = new_content_key()
        with refusing_when_full(self.refusal), transaction():
            kept = keep_parts(file=run.pk, key=key, chunks=chunks)
            if not kept.size:
                raise self.refusal(_("This file is empty; choose it again."))
            run.digest, run.size, run.form = kept.digest, kept.size, form_of(kept.head)
            run.sealed = new_owner(run.pk).seal(place=self._place(run.pk), value=key)
            run.save(force_insert=True)
            self._note(run, "received", actor, now, {"sha256": kept.digest.hex(), "bytes": kept.size})
            later(run)
        return run.pk

    def to_look_through(self, import_id: UUID) -> tuple[File, Content] | None:
        """A file that was kept, with its content; None when it was looked through already."""
        return self._begin(import_id, State.RECEIVED)

    def check(
        self,
        *,
        import_id: UUID,
        look: Callable[[File, Content, Step], Looked],
        remember: Callable[[File, Looked], object],
        actor: Actor,
        now: datetime,
    ) -> None:
        """
        Look a kept file through; interrupted and started again, it begins anew. What cannot be read is refused.

        Args:
            look: goes through the content, and tells of every batch how many rows it had.
            remember: keeps the rows that were refused, with what was found.
        """
        begun = self.to_look_through(import_id)
        if begun is None:
            return
        run, content = begun
        self._mine(run).update(done=0)

        def step(rows: int) -> None:
            self.count(run, done=rows, position=content.position)

        try:
            found = look(run, content, step)
        except CannotReadFile as refusal:
            self._refuse(run, told=str(refusal), actor=actor, now=now)
            return
        with transaction():
            run.total, run.refused = found.total, found.refused
            run.state, run.done, run.position = State.CHECKED, 0, 0
            remember(run, found)
            run.save()
            facts: dict[str, int | str] = {
                "rows": run.total,
                "refused": run.refused,
                "sha256": bytes(run.digest).hex(),
            }
            self._note(run, "checked", actor, now, facts)

    def _refuse(self, run: File, *, told: str, actor: Actor, now: datetime) -> None:
        """It cannot be read; its content is forgotten."""
        with transaction():
            run.told = told[:400]
            self._end(run, State.REFUSED, now)
            self._note(run, "refused", actor, now)

    def confirm(self, *, import_id: UUID, later: Callable[[File], None], actor: Actor, now: datetime) -> None:
        """
        Let a file be taken over by what ``later`` defers.

        Raises:
            the room's refusal: it is not there, or was confirmed or given up before.
        """
        with transaction():
            run = self._waiting(import_id, actor)
            run.state = State.RUNNING
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
            self._end(run, State.GIVEN_UP, now)
            self._note(run, "given_up", actor, now)

    def forget_unconfirmed(self, *, actor: Actor, now: datetime) -> int:
        """Give up what nobody confirmed within two weeks; returns how many files that were."""
        with transaction():
            old = self.model._default_manager.select_for_update(skip_locked=True).filter(
                state__in=[State.RECEIVED, State.CHECKED], at__lte=now - FORGET_AFTER
            )
            runs = list(old[:100])
            for run in runs:
                self._end(run, State.GIVEN_UP, now)
                self._note(run, "given_up", actor, now)
        return len(runs)

    def begin(self, import_id: UUID) -> tuple[File, Content] | None:
        """
        A confirmed file with its content; None when there is nothing left to take over.

        ``done`` says how many of its rows an earlier attempt has taken over: the work goes on behind them.
        """
        return self._begin(import_id, State.RUNNING)

    def count(self, run: File, *, done: int, taken: int = 0, known: int = 0, position: int = 0) -> None:
        """Say how much further it has come."""
        self._mine(run).update(
            done=F("done") + done, taken=F("taken") + taken, known=F("known") + known, position=position
        )

    def finish(self, run: File, *, actor: Actor, now: datetime) -> None:
        """It is taken over; its content is forgotten."""
        with transaction():
            run = self._mine(run).select_for_update().get()
            self._end(run, State.DONE, now)
            facts = {"taken": run.taken, "known": run.known, "refused": run.refused}
            self._note(run, "done", actor, now, facts)

    def _begin(self, import_id: UUID, state: GivenFile.State) -> tuple[File, Content] | None:
        run = self.model._default_manager.get(pk=import_id)
        if run.state != state or run.sealed is None:
            return None
        opened = unlock([run.pk]).open(owner=run.pk, place=self._place(run.pk), sealed=bytes(run.sealed))
        return run, Content(file=run.pk, key=opened, size=run.size, digest=bytes(run.digest))

    def _mine(self, run: File) -> QuerySet[File]:
        found: QuerySet[File] = self.model._default_manager.filter(pk=run.pk)
        return found

    def _waiting(self, import_id: UUID, actor: Actor) -> File:
        run = self.model._default_manager.select_for_update().filter(pk=import_id).first()
        if run is None or not actor.sees(run.path):
            raise self.refusal(_("There is no such file."))
        if run.state == State.RECEIVED:
            raise self.refusal(_("This file is still being looked through; wait until that is done."))
        if run.state != State.CHECKED:
            raise self.refusal(_("This file was confirmed or given up before."))
        return run

    def _end(self, run: File, state: GivenFile.State, now: datetime) -> None:
        run.state, run.sealed, run.finished_at = state, None, now
        run.save(update_fields=["state", "sealed", "finished_at", "told"])
        forget_parts(run.pk)

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
