"""Look a file through, take it over, or give it up."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime
from itertools import islice
from uuid import UUID

from django.utils.translation import get_language

from yinuo.core.customers.importing.bulk import take_batch
from yinuo.core.customers.importing.checking import Candidate, Refusal, check_line
from yinuo.core.customers.importing.reading import read_lines
from yinuo.core.customers.models import Import, ImportProblem
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import SYSTEM, Actor, nodes
from yinuo.platform.jobs.public import defer, portions, transaction
from yinuo.platform.tables.public import Marks, Readable, mask_cell
from yinuo.platform.takeovers.public import Keeping

BATCH = 1_000
MOST_PROBLEMS = 1_000


class CannotImport(DomainError):
    """The file is not there any more, is being taken over already, or belongs to another unit."""

    code = "customer.cannot_import"


files = Keeping(model=Import, what="customer", refusal=CannotImport)


@dataclass(frozen=True, kw_only=True)
class LookedThrough:
    """What a file holds: rows that can be taken over, and those that are refused, the first thousand in detail."""

    total: int
    good: int
    refused: int
    refusals: tuple[Refusal, ...]


def candidates_of(*, content: bytes | Readable, path: str, actor: Actor) -> Iterator[Candidate | Refusal]:
    """
    Each row decided on; a number that stands in an earlier row is refused.

    Raises:
        CannotReadFile: it is no table of customers.
    """
    paths = {node.code: node.path for node in nodes(actor=actor)}
    seen = Marks()
    for line in read_lines(content):
        decided = check_line(line, paths=paths, path=path)
        if isinstance(decided, Candidate) and not seen.add(decided.number):
            masked = mask_cell(line.cells.get("number", ""))
            decided = Refusal(line=line.number, column="number", code="twice", masked=masked)
        yield decided


def look_through(
    *, content: bytes | Readable, path: str, actor: Actor, step: Callable[[int], None] | None = None
) -> LookedThrough:
    """
    The dry run: nothing is written.

    Args:
        step: told of every batch how many rows it had.

    Raises:
        CannotReadFile: it is no table of customers.
    """
    good = refused = 0
    refusals: list[Refusal] = []
    for batch in portions(candidates_of(content=content, path=path, actor=actor), size=BATCH):
        problems = [decided for decided in batch if isinstance(decided, Refusal)]
        good, refused = good + len(batch) - len(problems), refused + len(problems)
        refusals += problems[: MOST_PROBLEMS - len(refusals)]
        if step is not None:
            step(len(batch))
    return LookedThrough(total=good + refused, good=good, refused=refused, refusals=tuple(refusals))


def receive_import(*, chunks: Iterable[bytes], actor: Actor, now: datetime) -> UUID:
    """
    Keep a file, sealed; a background job then looks it through. Returns the import's id.

    Raises:
        CannotImport: the file is empty, there is no room for it, or the actor sees no part of the institution.
    """
    from yinuo.core.customers.tasks import look_through_file

    def later(run: Import) -> None:
        defer(look_through_file, import_id=str(run.pk), staff_id=str(actor.id), language=get_language() or "")

    return files.receive(chunks=chunks, later=later, actor=actor, now=now)


def check_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """Look a kept file through; interrupted and started again, it begins anew. What cannot be read is refused."""

    def look(run: Import, content: Readable, step: Callable[[int], None]) -> LookedThrough:
        return look_through(content=content, path=run.path, actor=actor, step=step)

    def remember(run: Import, found: LookedThrough) -> None:
        ImportProblem.objects.bulk_create(_problem(run, refusal) for refusal in found.refusals)

    files.check(import_id=import_id, look=look, remember=remember, actor=actor, now=now)


def begin_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Confirm a file that was looked through; a background job then takes it over.

    Raises:
        CannotImport: it is not there, or was confirmed or given up before.
    """
    from yinuo.core.customers.tasks import take_over

    def later(run: Import) -> None:
        defer(take_over, import_id=str(run.pk), staff_id=str(actor.id))

    files.confirm(import_id=import_id, later=later, actor=actor, now=now)


def give_up_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Throw a file away that was not confirmed.

    Raises:
        CannotImport: it is not there, or was confirmed or given up before.
    """
    files.give_up(import_id=import_id, actor=actor, now=now)


def forget_imports(*, now: datetime) -> int:
    """Give up the files that nobody confirmed in time; returns how many."""
    return files.forget_unconfirmed(actor=SYSTEM, now=now)


def run_import(*, import_id: UUID, actor: Actor, now: datetime) -> None:
    """Take over a confirmed file, batch by batch; interrupted and started again, it goes on where it stood."""
    begun = files.begin(import_id)
    if begun is None:
        return
    run, content = begun
    rows = islice(candidates_of(content=content, path=run.path, actor=actor), run.done, None)
    for batch in portions(rows, size=BATCH):
        good = [decided for decided in batch if isinstance(decided, Candidate)]
        with transaction():  # the rows and their count, so that a kill leaves both or neither
            done = take_batch(candidates=good, import_id=run.pk, actor=actor, now=now)
            files.count(run, done=len(batch), taken=done.taken, known=done.known, position=content.position)
    files.finish(run, actor=actor, now=now)


def _problem(run: Import, refusal: Refusal) -> ImportProblem:
    return ImportProblem(
        run=run, line=refusal.line, column=refusal.column, code=refusal.code, masked=refusal.masked[:80]
    )
