"""
Search by phone among sealed customers: few, then many, in the same house; and the plan that the database takes.

The figure is the whole search as the staff page makes it, with scope, masks and its entry in the evidence; beside it
the look-up in the index alone.
"""

from __future__ import annotations

import argparse
import random
import time
from collections.abc import Callable

from customer_files import customers, house

FEW = 10_000
TRIES = 400


def p95(work: Callable[[int], object], serials: list[int]) -> float:
    """Milliseconds within which 95 of 100 calls end."""
    times = []
    for serial in serials:
        begin = time.perf_counter()
        work(serial)
        times.append(time.perf_counter() - begin)
    return sorted(times)[int(len(times) * 0.95)] * 1000


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--processes", type=int, default=2)
    rows, processes = asked.parse_args().rows, asked.parse_args().processes
    with house():
        from datetime import UTC, datetime

        from django.db import connection
        from django.db.models import Q

        from yinuo.core.customers.finding import holders
        from yinuo.core.customers.models import DetailIndex
        from yinuo.core.customers.public import search_customers, take_file
        from yinuo.platform.identity.public import SYSTEM, head_office
        from yinuo.platform.vault.public import search_digests

        now = datetime.now(UTC)

        def fill(first: int, count: int) -> None:
            take_file(
                content=customers(first=first, count=count),
                path=head_office(),
                processes=processes,
                actor=SYSTEM,
                now=now,
                step=lambda _rows: None,
            )
            with connection.cursor() as cursor:
                cursor.execute("VACUUM ANALYZE")

        def find(serial: int) -> None:
            found = search_customers(text=f"13{serial:09}", actor=SYSTEM, now=now)
            assert len(found.rows) == 1

        def look_up(serial: int) -> None:
            assert len(holders(field="PHONE", value=f"+8613{serial:09}", reach=head_office())) == 1

        def measure(count: int) -> tuple[float, float]:
            serials = random.Random(count).choices(range(count), k=TRIES)
            p95(find, serials[:50])
            return p95(find, serials), p95(look_up, serials)

        fill(0, min(FEW, rows))
        few = measure(min(FEW, rows))
        fill(FEW, max(rows - FEW, 0))
        many = measure(rows)
        query = DetailIndex.objects.filter(digest__in=search_digests(field="PHONE", value="+8613000000007"))
        plan = query.filter(Q(field="PHONE")).explain()
    print(f"plan: {plan.splitlines()[0].strip()}")
    print(f"{'':28}{'few':>10}{'many':>10}{'ratio':>8}")
    print(f"{'customers':28}{min(FEW, rows):>10}{rows:>10}")
    print(f"{'whole search, p95 ms':28}{few[0]:>10.2f}{many[0]:>10.2f}{many[0] / few[0]:>8.2f}")
    print(f"{'look-up alone, p95 ms':28}{few[1]:>10.2f}{many[1]:>10.2f}{many[1] / few[1]:>8.2f}")


if __name__ == "__main__":
    main()
