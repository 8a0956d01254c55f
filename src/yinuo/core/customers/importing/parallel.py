"""Take a whole file over, by several processes: sealing costs processor time, and each core adds its own."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from uuid import UUID

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from yinuo.core.customers.importing.bulk import BatchDone, take_batch
from yinuo.core.customers.importing.checking import Candidate
from yinuo.core.customers.importing.operations import batches, candidates_of
from yinuo.core.customers.importing.reading import CannotReadFile
from yinuo.platform.identity.public import Actor, head_office, nodes

WAITING = 3  # batches for each process: enough that none waits, few enough that memory stays small


@dataclass(frozen=True, kw_only=True)
class FileTaken:
    """How many customers were taken over, and how many were there already."""

    taken: int
    known: int


def read_file(*, path: Path) -> bytes:
    """
    The bytes of a file.

    Raises:
        CannotReadFile: it is not there or cannot be read.
    """
    try:
        return path.read_bytes()
    except OSError:
        raise CannotReadFile(_("The file cannot be read; check its name and your rights to it.")) from None


def unit_path(*, code: str, actor: Actor) -> str:
    """
    Where the unit with this code stands in the organisation; the head office without a code.

    Raises:
        CannotReadFile: there is no such unit.
    """
    if not code:
        return head_office()
    found = {node.code: node.path for node in nodes(actor=actor)}
    if code not in found:
        raise CannotReadFile(_("There is no such unit of the organisation."))
    return found[code]


def take_file(
    *,
    content: bytes,
    path: str,
    processes: int,
    actor: Actor,
    now: datetime,
    step: Callable[[int], None],
) -> FileTaken:
    """
    Take over what can be; interrupted and started again, what was taken over is known.

    Args:
        processes: how many seal at once; 1 works in this process.
        step: told of every batch how many of its rows are done.

    Raises:
        CannotReadFile: it is no table of customers.
    """
    import_id = uuid7()
    good = (
        [decided for decided in batch if isinstance(decided, Candidate)]
        for batch in batches(candidates_of(content=content, path=path, actor=actor))
    )
    taken = known = 0
    for rows, done in _done(good, processes, import_id, actor, now):
        taken, known = taken + done.taken, known + done.known
        step(rows)
    return FileTaken(taken=taken, known=known)


def _done(
    good: Iterator[list[Candidate]], processes: int, import_id: UUID, actor: Actor, now: datetime
) -> Iterator[tuple[int, BatchDone]]:
    if processes == 1:
        for batch in good:
            yield len(batch), take_batch(candidates=batch, import_id=import_id, actor=actor, now=now)
        return
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=fresh, initializer=_load) as pool:
        running: dict[Future[BatchDone], int] = {}
        for batch in good:
            running[pool.submit(_take, batch, import_id, actor, now)] = len(batch)
            if len(running) >= WAITING * processes:
                yield from _finished(running)
        while running:
            yield from _finished(running)


def _finished(running: dict[Future[BatchDone], int]) -> Iterator[tuple[int, BatchDone]]:
    ended, _others = wait(running, return_when=FIRST_COMPLETED)
    for future in ended:
        yield running.pop(future), future.result()


def _load() -> None:
    import django

    django.setup()


def _take(batch: Sequence[Candidate], import_id: UUID, actor: Actor, now: datetime) -> BatchDone:
    return take_batch(candidates=batch, import_id=import_id, actor=actor, now=now)
