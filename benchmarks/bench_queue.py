"""
The queue of a specialist, the page of a case, the search for words, among many cases; beside the same among ten
thousand.

A bank with twenty branches is filled set-based: cases of the last two years, nineteen of twenty closed, each with its
customer's words and, where it is open, its promises. The pages are asked for through the whole of Django, signed in as
a specialist of one branch and as an executive who sees everything.
"""

from __future__ import annotations

import argparse
import statistics
import time
from collections.abc import Callable
from contextlib import redirect_stdout
from io import StringIO
from itertools import cycle
from typing import Any

from customer_files import house
from many_cases import RARE, FilledBank, fill, filled_bank

FEW = 10_000
ROUNDS = 60
GOALS = {"my queue": 60, "case page": 80, "search": 150}  # milliseconds
RATIO = 1.3  # of my queue among many to among few


def p95(work: Callable[[], object]) -> float:
    """Milliseconds of the slowest but one in twenty."""
    spent = []
    with redirect_stdout(StringIO()):  # where the log of requests goes
        for _ in range(ROUNDS):
            begin = time.perf_counter()
            work()
            spent.append((time.perf_counter() - begin) * 1000)
    return statistics.quantiles(spent, n=20)[-1]


def pages(bank: FilledBank) -> dict[str, Callable[[], object]]:
    """What is measured, by its name."""
    from tests.people import signed_in

    def page(actor: Any, *addresses: str, **query: str) -> Callable[[], object]:
        browser = signed_in(actor)
        turns = cycle(addresses)

        def ask() -> None:
            response = browser.get(next(turns), query)
            assert response.status_code == 200, response.status_code

        return ask

    specialist, chief = bank.specialist, bank.chief
    return {
        "my queue": page(specialist, "/cases/"),
        "team, complaints overdue": page(specialist, "/cases/", view="team", due="overdue", kind="COMPLAINT"),
        "everything, executive": page(chief, "/cases/all/"),
        "case page": page(specialist, *(f"/cases/{number}/" for number in numbers_of(specialist))),
        "search, common words": page(chief, "/cases/all/", q="年费 违约金"),
        "search, one common word": page(chief, "/cases/all/", q="年费"),
        "search, a branch": page(specialist, "/cases/all/", q="提前还款"),
        "search, a branch, two words": page(specialist, "/cases/all/", q="年费 违约金"),
        "search, rare words": page(chief, "/cases/all/", q=RARE),
        "search, a branch, rare": page(specialist, "/cases/all/", q=RARE),
        "search, nothing": page(chief, "/cases/all/", q="鲸鱼骨"),
        "search, words never met": page(chief, "/cases/all/", q=f"{RARE} 鲸鱼骨 年费"),
    }


def numbers_of(actor: Any) -> list[str]:
    """Some of somebody's open cases."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT number FROM cases_case WHERE owner_id = %s AND state = 'OPEN' LIMIT 20", [actor.id]
        )
        return [number for (number,) in cursor.fetchall()]


def queries(work: Callable[[], object]) -> int:
    """How many queries it asks."""
    from django.db import connection
    from django.test.utils import CaptureQueriesContext

    with redirect_stdout(StringIO()), CaptureQueriesContext(connection) as asked:
        work()
    return len(asked)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    rows = asked.parse_args().rows
    with house():
        from django.conf import settings

        settings.ALLOWED_HOSTS = ["*"]
        plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
        settings.STORAGES = settings.STORAGES | {"staticfiles": plain}  # nothing was collected here
        few = min(FEW, rows)
        bank = filled_bank(few)
        work = pages(bank)
        before = {name: (p95(ask), queries(ask)) for name, ask in work.items()}
        print(f"among {few}: my queue {before['my queue'][0]:.1f} ms", flush=True)
        filled = fill(bank, since=few + 1, until=rows)
        print(f"cases {rows}, beside {few} in the same run; p95 of {ROUNDS}; filled in {filled:.0f} s")
        for name, ask in work.items():
            report(name, then=before[name][0], now=p95(ask), asked=(before[name][1], queries(ask)))


def report(name: str, *, then: float, now: float, asked: tuple[int, int]) -> None:
    """One line: milliseconds among few and among many."""
    goal = next((f"  goal {most} ms" for begin, most in GOALS.items() if name.startswith(begin)), "")
    ratio = f", ratio {RATIO}" if name == "my queue" else ""
    print(
        f"{name:28} {then:8.1f} ms  {now:8.1f} ms  ratio {now / then:5.2f}"
        f"  queries {asked[0]}, {asked[1]}{goal}{ratio}",
        flush=True,
    )


if __name__ == "__main__":
    main()
