"""Eight clients that work at once in two processes of their own, and how fast they were."""

from __future__ import annotations

import multiprocessing
import statistics
import threading
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from multiprocessing.connection import Connection
from typing import Any

PROCESSES, THREADS = 2, 4
CLIENTS = PROCESSES * THREADS


@dataclass(frozen=True, kw_only=True)
class Crowd:
    """
    Eight clients of one kind.

    Attributes:
        make: makes one client's work, called with ``given`` and the client's place; the work takes a number that no
            other call gets.
    """

    name: str
    make: Callable[..., Callable[[int], None]]
    given: tuple[Any, ...]


@dataclass(kw_only=True)
class Measured:
    """Rates of the rounds, and seconds of all calls."""

    name: str
    each: int
    seconds: list[float] = field(default_factory=list)
    calls: list[float] = field(default_factory=list)

    @property
    def rates(self) -> list[float]:
        """Calls a second of each round."""
        return [self.each / one for one in self.seconds]

    @property
    def rate(self) -> float:
        """Calls a second of all rounds together."""
        return self.each * len(self.seconds) / sum(self.seconds)

    @property
    def middle(self) -> float:
        """Median seconds of a call."""
        return statistics.median(self.calls)

    @property
    def p95(self) -> float:
        """Seconds that one call in twenty exceeds."""
        return statistics.quantiles(self.calls, n=20)[-1]


def together(crowds: Sequence[Crowd], *, rounds: int, each: int, warm: int) -> dict[str, Measured]:
    """
    Let the crowds take turns; who goes first changes with each round.

    Args:
        each: calls of a crowd in a round.
        warm: calls before the first round, which are not counted.
    """
    context = multiprocessing.get_context("spawn")  # without what this process has open
    each = max(each // CLIENTS, 1) * CLIENTS
    measured = {one.name: Measured(name=one.name, each=each) for one in crowds}
    lines: dict[str, list[Connection]] = {}
    processes = []
    for crowd in crowds:
        lines[crowd.name] = []
        for place in range(PROCESSES):
            here, there = context.Pipe()
            process = context.Process(target=_clients, args=(there, crowd, place), daemon=True)
            process.start()
            processes.append(process)
            lines[crowd.name].append(here)
    try:
        for crowd in crowds:
            _turn(lines[crowd.name], warm)
        for number in range(rounds):
            for crowd in crowds if number % 2 == 0 else reversed(crowds):
                seconds, calls = _turn(lines[crowd.name], each)
                measured[crowd.name].seconds.append(seconds)
                measured[crowd.name].calls += calls
    finally:
        for process in processes:
            process.terminate()
            process.join()
    return measured


def _turn(lines: Sequence[Connection], calls: int) -> tuple[float, list[float]]:
    begin = time.perf_counter()
    for line in lines:
        line.send(calls // CLIENTS or 1)
    answers = [line.recv() for line in lines]
    seconds = time.perf_counter() - begin
    for answer in answers:
        if isinstance(answer, str):
            raise SystemExit(answer)
    return seconds, [one for answer in answers for one in answer]


def _clients(line: Connection, crowd: Crowd, place: int) -> None:
    """One process: its clients wait for their turn, work, and tell what each call took."""
    works = [crowd.make(*crowd.given, place * THREADS + one) for one in range(THREADS)]
    next_serial = place
    while True:
        try:
            calls = line.recv()
        except EOFError:
            return
        spent: list[float] = []
        faults: list[str] = []

        def work(mine: Callable[[int], None], since: int, calls: int = calls) -> None:
            try:
                for number in range(calls):
                    begin = time.perf_counter()
                    mine(since + number * PROCESSES)
                    spent.append(time.perf_counter() - begin)  # noqa: B023 - of this turn
            except (Exception, SystemExit) as error:  # noqa: BLE001 - told to whoever measures
                faults.append(f"{crowd.name}: {error}")  # noqa: B023 - of this turn

        threads = []
        for mine in works:
            threads.append(threading.Thread(target=work, args=(mine, next_serial)))
            next_serial += calls * PROCESSES
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        line.send(faults[0] if faults else spent)
