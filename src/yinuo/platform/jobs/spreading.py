"""Spread portions of a long piece of work over processes: what costs processor time gains with each core."""

from __future__ import annotations

import multiprocessing
from collections.abc import Callable, Iterable, Iterator, Sequence
from concurrent.futures import FIRST_COMPLETED, Future, ProcessPoolExecutor, wait
from concurrent.futures.process import BrokenProcessPool
from itertools import islice
from typing import TypeVar

from django.db import connection

from yinuo.kernel.errors import DomainError
from yinuo.platform.jobs.processes.loading import load

Row = TypeVar("Row")
Done = TypeVar("Done")
WAITING = 3  # portions for each process: enough that none waits, few enough that memory stays small


class HelperEnded(DomainError):
    """A process that did a part of the work was killed, or fell."""

    code = "jobs.helper_ended"


def portions(rows: Iterable[Row], *, size: int) -> Iterator[list[Row]]:
    """The rows in lists of ``size``, the last one shorter."""
    remaining = iter(rows)
    while portion := list(islice(remaining, size)):
        yield portion


def spread(
    listed: Iterable[Sequence[Row]], *, processes: int, work: Callable[[Sequence[Row]], Done]
) -> Iterator[tuple[int, Done]]:
    """
    Do ``work`` on every portion; gives for each how many rows it had and what came of it, in no certain order.

    Args:
        processes: how many work at once; 1 works in this process.
        work: of a module that needs no loaded Django to be imported; see ``processes.loading``.

    Raises:
        HelperEnded: one of the processes was killed; the others end as well, and what they committed is kept.
    """
    if processes == 1:
        for rows in listed:
            yield len(rows), work(rows)
        return
    database = str(connection.settings_dict["NAME"])
    fresh = multiprocessing.get_context("spawn")
    with ProcessPoolExecutor(processes, mp_context=fresh, initializer=load, initargs=(database,)) as pool:
        try:
            yield from _through(pool, listed, most=WAITING * processes, work=work)
        except BrokenProcessPool:
            raise HelperEnded(
                "One of the processes that share this work was killed; perhaps memory ran out. What is done is kept: "
                "run it again, with fewer processes, and it goes on."
            ) from None


def _through(
    pool: ProcessPoolExecutor,
    listed: Iterable[Sequence[Row]],
    *,
    most: int,
    work: Callable[[Sequence[Row]], Done],
) -> Iterator[tuple[int, Done]]:
    running: dict[Future[Done], int] = {}
    for rows in listed:
        running[pool.submit(work, rows)] = len(rows)
        if len(running) >= most:
            yield from _finished(running)
    while running:
        yield from _finished(running)


def _finished(running: dict[Future[Done], int]) -> Iterator[tuple[int, Done]]:
    ended, _others = wait(running, return_when=FIRST_COMPLETED)
    for future in ended:
        yield running.pop(future), future.result()
