"""One pass over everything in batches, by several processes, that remembers how far it came."""

from __future__ import annotations

from collections import deque
from collections.abc import Callable, Iterable, Iterator, Sequence
from typing import Generic, NamedTuple, TypeVar

from yinuo.platform.jobs.public import spread
from yinuo.platform.vault.rotation.common import Step

Key = TypeVar("Key")


class BatchDone(NamedTuple, Generic[Key]):
    """What a process says of its batch: its last key, and how many rows came of it."""

    last: Key
    done: int


def go_over(
    batches: Iterable[list[Key]],
    *,
    work: Callable[[Sequence[Key]], BatchDone[Key]],
    processes: int,
    step: Step,
    remember: Callable[[Key], object],
) -> int:
    """
    Do ``work``, a write of its own, on every batch; returns how many rows came of all.

    Args:
        work: may be done twice on one batch, if a kill falls between it and ``remember``.
        remember: keeps the last key up to which, without a gap, everything is done.
    """
    begun: deque[Key] = deque()
    ended: set[Key] = set()
    total = 0

    def noting() -> Iterator[list[Key]]:
        for batch in batches:
            begun.append(batch[-1])
            yield batch

    for size, batch_done in spread(noting(), processes=processes, work=work):
        total += batch_done.done
        ended.add(batch_done.last)
        reached = None
        while begun and begun[0] in ended:
            reached = begun.popleft()
            ended.remove(reached)
        if reached is not None:
            remember(reached)
        step(size)
    return total
