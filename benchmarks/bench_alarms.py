"""
What it costs that alarms go off, among ten thousand open promises and among a million.

Prints alarms a second for two clock processes at once (rows claimed, marked, evidence appended, owner told), what one
alarm costs with many open promises beside what it costs with few, and how late alarms are that fall due at a steady
rate. The ceiling is the bare INSERT of the same marks, a row at a time in batches of the same size.
"""

from __future__ import annotations

import argparse
import multiprocessing
import statistics
import sys
import time
from datetime import UTC, datetime, timedelta
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parent))

import owed
from house import benchmark_house

FEW = 10_000
AN_HOUR = timedelta(hours=1)


def clock(now: datetime) -> None:
    """One clock process that finds everything due at once."""
    import django

    django.setup()
    from yinuo.core.promises.public import fire_due_alarms

    fire_due_alarms(now=now)


def throughput(debtor: owed.Debtor, *, rows: int, due: int) -> float:
    """Alarms a second of two clocks, with ``rows`` more promises open."""
    from yinuo.core.promises.models import AlarmFired

    now = datetime.now(UTC)
    owed.clear()
    owed.owe_later(debtor, rows, now=now)
    owed.owe_from(debtor, due, begin=now - AN_HOUR, step=AN_HOUR / due)
    owed.settle_down()
    clocks = [multiprocessing.get_context("spawn").Process(target=clock, args=(now,)) for _ in range(2)]
    for process in clocks:
        process.start()
    while not AlarmFired.objects.exists():
        time.sleep(0.01)
    begin, fired = time.perf_counter(), AlarmFired.objects.count()
    for process in clocks:
        process.join()
    took = time.perf_counter() - begin
    total = AlarmFired.objects.count()
    assert total == due, f"{total} alarms fired of {due}"
    return (total - fired) / took


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

    AlarmFired.objects.all().delete()
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
    parser.add_argument("--seconds", type=int, default=30, help="how long 200 alarms a second fall due")
    given = parser.parse_args()
    with benchmark_house():
        debtor = owed.found_debtor(datetime.now(UTC))
        owed.add_cases(debtor, max(given.due, 200 * given.seconds))
        few = throughput(debtor, rows=FEW, due=given.due)
        many = throughput(debtor, rows=given.rows, due=given.due)
        floor = bare(given.due)
        late = lag(debtor, rate=200, seconds=given.seconds)
    p99 = statistics.quantiles(late, n=100)[98]
    print(f"alarms fired, {given.rows:,} open       {many:10,.0f} a second on two clocks")
    print(f"alarms fired, {FEW:,} open          {few:10,.0f} a second on two clocks")
    print(f"cost of one, many open / few open  {few / many:10.2f}")
    print(f"bare insert of the same marks      {floor:10,.0f} a second")
    print(f"fired / ceiling                    {many / floor:10.2f}")
    print(f"late at 200 due a second           {p99:10.2f} s (99th percentile of {len(late):,})")


if __name__ == "__main__":
    main()
