"""
Search by phone among few sealed customers and among many, each in a house of its own, by turns: a noisy machine
troubles both alike.

The figure is the whole search as the staff page makes it, with scope, masks and its entry in the evidence; beside it
the look-up in the index alone, and the processor time of the whole search in this process and its database session.
``--with-import`` measures also what ``bench_import_customers.py`` does, on the same customers.
"""

from __future__ import annotations

import argparse
import contextlib
import multiprocessing
import os
import random
import time
from collections.abc import Callable
from multiprocessing.connection import Connection
from pathlib import Path

from customer_files import Progress, customers, house

FEW = 10_000
ROUNDS, TRIES = 40, 25
TICKS = os.sysconf("SC_CLK_TCK")


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--with-import", action="store_true", help="import speed beside COPY, too")
    options = asked.parse_args()
    few = min(FEW, options.rows)
    houses = [
        House(few, options.processes, False),
        House(options.rows, options.processes, options.with_import),
    ]
    try:
        for one in houses:
            one.fill()
        for _ in range(2):  # the first turn warms
            whole: list[list[float]] = [[], []]
            alone: list[list[float]] = [[], []]
            costs = [0.0, 0.0]
            for _ in range(ROUNDS):
                for number, one in enumerate(houses):
                    found = one.turn()
                    whole[number] += found[0]
                    alone[number] += found[1]
                    costs[number] += found[2]
    finally:
        for one in houses:
            one.end()
    print(f"{'':32}{'few':>10}{'many':>10}{'ratio':>8}")
    print(f"{'customers':32}{few:>10}{options.rows:>10}")
    row("whole search, p95 ms", p95(whole[0]), p95(whole[1]))
    row("whole search, median ms", median(whole[0]), median(whole[1]))
    row("whole search, processor ms", *(1000 * cost / ROUNDS / TRIES for cost in costs))
    row("look-up alone, p95 ms", p95(alone[0]), p95(alone[1]))


def row(name: str, few: float, many: float) -> None:
    """One line of the table."""
    print(f"{name:32}{few:>10.2f}{many:>10.2f}{many / few:>8.2f}")


def p95(seconds: list[float]) -> float:
    """Milliseconds within which 95 of 100 end."""
    return sorted(seconds)[int(len(seconds) * 0.95)] * 1000


def median(seconds: list[float]) -> float:
    """Milliseconds within which every second one ends."""
    return sorted(seconds)[len(seconds) // 2] * 1000


class House:
    """A process with a house, filled when told, that searches when it is its turn."""

    def __init__(self, rows: int, processes: int, with_import: bool) -> None:
        spawn = multiprocessing.get_context("spawn")
        self._here, there = spawn.Pipe()
        self._process = spawn.Process(target=live, args=(there, rows, processes, with_import))
        self._process.start()

    def fill(self) -> None:
        """Wait until the customers are there."""
        self._here.send("fill")
        self._here.recv()

    def turn(self) -> tuple[list[float], list[float], float]:
        """Seconds of some whole searches, of some look-ups, and the processor time of the former."""
        self._here.send("turn")
        found: tuple[list[float], list[float], float] = self._here.recv()
        return found

    def end(self) -> None:
        """Let the house go."""
        with contextlib.suppress(OSError):
            self._here.send("end")
        self._process.join()


def live(ordered: Connection, rows: int, processes: int, with_import: bool) -> None:
    """Do what is ordered."""
    with house() as home:
        from django.db import connection

        chance = random.Random(rows)
        while (order := ordered.recv()) != "end":
            if order == "fill":
                fill(home, rows, processes, with_import)
                with connection.cursor() as cursor:
                    cursor.execute("VACUUM ANALYZE")
                ordered.send(None)
            else:
                serials = [chance.randrange(rows) for _ in range(TRIES)]
                before = processor_time()
                whole = timed(find, serials)
                cost = processor_time(since=before)
                ordered.send((whole, timed(look_up, serials), cost))


def fill(home: Path, rows: int, processes: int, with_import: bool) -> None:
    """Take the customers over from a file."""
    if with_import:
        from bench_import_customers import measure

        measure(home, rows, processes)
        return
    from datetime import UTC, datetime

    from yinuo.core.customers.public import take_file
    from yinuo.platform.identity.public import SYSTEM, head_office

    take_file(
        content=customers(first=0, count=rows),
        path=head_office(),
        processes=processes,
        actor=SYSTEM,
        now=datetime.now(UTC),
        step=Progress("imported", rows).step,
    )


def find(serial: int) -> None:
    """The whole search."""
    from datetime import UTC, datetime

    from yinuo.core.customers.public import search_customers
    from yinuo.platform.identity.public import SYSTEM

    found = search_customers(text=f"13{serial:09}", actor=SYSTEM, now=datetime.now(UTC))
    assert len(found.rows) == 1


def look_up(serial: int) -> None:
    """The look-up in the index."""
    from yinuo.core.customers.finding import holders
    from yinuo.platform.identity.public import head_office

    assert len(holders(field="PHONE", value=f"+8613{serial:09}", reach=head_office())) == 1


def timed(work: Callable[[int], None], serials: list[int]) -> list[float]:
    """Seconds of each call."""
    times = []
    for serial in serials:
        begin = time.perf_counter()
        work(serial)
        times.append(time.perf_counter() - begin)
    return times


def processor_time(since: float = 0.0) -> float:
    """Seconds of this process and its session of the database."""
    from django.db import connection

    connection.ensure_connection()
    session = (
        Path(f"/proc/{connection.connection.info.backend_pid}/stat").read_text().rpartition(")")[2].split()
    )
    return time.process_time() + (int(session[11]) + int(session[12])) / TICKS - since


if __name__ == "__main__":
    main()
