"""
What it costs that alarms go off, among ten thousand open promises and among a million.

Prints alarms a second for two clock processes at once (rows claimed, marked, evidence appended, owner told), what one
alarm costs with many open promises beside what it costs with few, and how late alarms are that fall due at a steady
rate. A cost is the processor time of the clocks and of the server for them, so that others on the machine do not count.
Of several turns the best one counts. The ceiling is the bare INSERT of the same marks, in batches of the same size.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from multiprocessing.connection import Connection
from multiprocessing.synchronize import Barrier
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import owed
from house import benchmark_house

CLOCKS = 2
FEW = 10_000
AN_HOUR = timedelta(hours=1)


@dataclass(frozen=True, kw_only=True)
class Turn:
    """
    One turn of the clocks.

    Attributes:
        rate: alarms a second.
        cost: milliseconds of processor time for each alarm, of clocks and server together.
    """

    rate: float
    cost: float


def clock(now: datetime, start: Barrier, told: Connection) -> None:
    """One clock process that finds everything due at once; tells how long it took, and how long on a processor."""
    import django

    django.setup()
    from django.db import connection

    from yinuo.core.promises.public import fire_due_alarms

    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        [(server,)] = cursor.fetchall()
    start.wait()
    begin, busy = time.perf_counter(), time.process_time() + on_processor(server)
    fire_due_alarms(now=now)
    told.send((time.perf_counter() - begin, time.process_time() + on_processor(server) - busy))


def on_processor(pid: int) -> float:
    """The seconds that a process has had on a processor."""
    return int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) / 1e9


def turn(debtor: owed.Debtor, due: int) -> Turn:
    """Two clocks find ``due`` alarms, beside whatever is owed later."""
    from yinuo.core.promises.models import AlarmFired

    owed.forget_due()
    now = datetime.now(UTC)
    owed.owe_from(debtor, due, begin=now - AN_HOUR, step=AN_HOUR / due)
    owed.settle_down()
    spawn = multiprocessing.get_context("spawn")
    start = spawn.Barrier(CLOCKS)
    pipes = [spawn.Pipe(duplex=False) for _clock in range(CLOCKS)]
    clocks = [spawn.Process(target=clock, args=(now, start, there)) for _here, there in pipes]
    for process in clocks:
        process.start()
    told = [here.recv() for here, _there in pipes]
    for process in clocks:
        process.join()
    total = AlarmFired.objects.count()
    assert total == due, f"{total} alarms fired of {due}"
    return Turn(
        rate=due / max(took for took, _busy in told), cost=sum(busy for _took, busy in told) / due * 1000
    )


def best(debtor: owed.Debtor, *, rows: int, due: int, turns: int) -> Turn:
    """The best of some turns with ``rows`` more promises open."""
    owed.clear()
    owed.owe_later(debtor, rows, now=datetime.now(UTC))
    taken = [turn(debtor, due) for _turn in range(turns)]
    print("  " + ", ".join(f"{one.rate:,.0f}/s at {one.cost:.3f} ms" for one in taken), flush=True)
    return Turn(rate=max(one.rate for one in taken), cost=min(one.cost for one in taken))


def bare(due: int) -> float:
    """Rows a second of a bare INSERT of the same marks."""
    from django.db import connection

    from yinuo.core.promises.models import AlarmFired
    from yinuo.core.promises.operations.fire_alarms import BATCH

    marks = list(AlarmFired.objects.all()[:due])
    with connection.cursor() as cursor:
        cursor.execute("DELETE FROM promises_alarmfired")
    begin = time.perf_counter()
    for start in range(0, len(marks), BATCH):
        for mark in marks[start : start + BATCH]:
            mark.pk = None
        AlarmFired.objects.bulk_create(marks[start : start + BATCH])
    return len(marks) / (time.perf_counter() - begin)


def lag(debtor: owed.Debtor, *, rate: int, seconds: int) -> list[float]:
    """By how many seconds each alarm is late when ``rate`` fall due each second."""
    from yinuo.core.promises.models import AlarmFired
    from yinuo.core.promises.public import fire_due_alarms

    owed.forget_due()
    owed.settle_down()
    begin = datetime.now(UTC) + timedelta(seconds=2)
    due = rate * seconds
    owed.owe_from(debtor, due, begin=begin, step=timedelta(seconds=1) / rate)
    end = begin + timedelta(seconds=seconds + 5)
    late: list[float] = []
    seen = 0
    while datetime.now(UTC) < end and seen < due:
        following = fire_due_alarms(now=datetime.now(UTC))
        done = datetime.now(UTC)
        fresh = AlarmFired.objects.order_by("pk").values_list("due_at", flat=True)[seen:]
        late += [(done - at).total_seconds() for at in fresh]
        seen = len(late)
        wait = ((following or end) - datetime.now(UTC)).total_seconds()
        time.sleep(min(max(wait, 0.05), 0.5))
    assert seen == due, f"{seen} alarms fired of {due}"
    return late


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=1_000_000, help="open promises")
    parser.add_argument("--due", type=int, default=20_000, help="alarms that are due at once")
    parser.add_argument("--turns", type=int, default=3, help="of which the best counts")
    parser.add_argument("--seconds", type=int, default=30, help="how long 200 alarms a second fall due")
    given = parser.parse_args()
    with benchmark_house():
        debtor = owed.found_debtor(datetime.now(UTC))
        owed.add_cases(debtor, max(given.due, 200 * given.seconds))
        few = best(debtor, rows=FEW, due=given.due, turns=given.turns)
        many = best(debtor, rows=given.rows, due=given.due, turns=given.turns)
        floor = bare(given.due)
        late = lag(debtor, rate=200, seconds=given.seconds)
    p99 = statistics.quantiles(late, n=100)[98]
    print(f"alarms fired, {given.rows:,} open       {many.rate:10,.0f} a second on two clocks")
    print(f"alarms fired, {FEW:,} open          {few.rate:10,.0f} a second on two clocks")
    print(f"cost of one, {given.rows:,} open        {many.cost:10.3f} ms of processor time")
    print(f"cost of one, {FEW:,} open           {few.cost:10.3f} ms of processor time")
    print(f"cost of one, many open / few open  {many.cost / few.cost:10.2f} (at most 1.3)")
    print(f"bare insert of the same marks      {floor:10,.0f} a second")
    print(f"fired / ceiling                    {many.rate / floor:10.2f}")
    print(f"late at 200 due a second           {p99:10.2f} s (99th percentile of {len(late):,})")


if __name__ == "__main__":
    main()
