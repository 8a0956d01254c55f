"""
What a promise costs the database in the transaction of the writer that makes it.

Prints the time that the server spends on planning and executing the statements of one ``make_promise`` (the policy
found, the row written, its evidence appended), as its own statistics say, beside what a bare INSERT of the same row
into a table with the same indexes costs it. Both are measured in turns; of each the best turn counts, for whatever
else runs on the machine only adds.
"""

from __future__ import annotations

import argparse
import os
import sys
from datetime import UTC, datetime
from pathlib import Path
from statistics import fmean
from uuid import uuid4

import psycopg

sys.path.insert(0, str(Path(__file__).resolve().parent))

import owed
from house import benchmark_house

from yinuo.platform.jobs.postgres.location import DATABASE, ROLE, Location

TURNS = 10
CEILING = 0.3  # milliseconds in the writer's transaction
SPENT = """
    SELECT coalesce(sum(total_plan_time + total_exec_time), 0), coalesce(sum(min_plan_time + min_exec_time), 0)
    FROM pg_stat_statements
    WHERE query NOT LIKE '%pg_stat_statements%' AND query NOT IN ('BEGIN', 'COMMIT')
"""


def spent() -> tuple[float, float]:
    """Milliseconds that the server has spent on statements since the last call, and the least that one of each took."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(SPENT)
        [(whole, least)] = cursor.fetchall()
        cursor.execute("SELECT pg_stat_statements_reset()")
    return float(whole), float(least)


def watch_statements() -> None:
    """Let the application's role read and reset the server's statistics; only the superuser may say so."""
    home = Location(Path(os.environ["YINUO_HOME"]))
    with psycopg.connect(home.url_for(role="postgres", database=DATABASE), autocommit=True) as superuser:
        superuser.execute("CREATE EXTENSION pg_stat_statements")
        superuser.execute(f"GRANT pg_read_all_stats TO {ROLE}")
        superuser.execute(f"GRANT EXECUTE ON FUNCTION pg_stat_statements_reset TO {ROLE}")


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--rows", type=int, default=3_000, help="promises that are made")
    rows = parser.parse_args().rows
    with benchmark_house(
        shared_preload_libraries="pg_stat_statements", pg_stat_statements__track_planning="on"
    ):
        from django.db import connection

        from yinuo.core.promises.models import Promise
        from yinuo.core.promises.public import make_promise
        from yinuo.platform.identity.public import SYSTEM
        from yinuo.platform.jobs.public import transaction

        now = datetime.now(UTC)
        debtor = owed.found_debtor(now)

        def make() -> None:
            make_promise(
                subject=f"case:{uuid4()}",
                path=debtor.path,
                owner_id=debtor.owner,
                starts_at=now,
                actor=SYSTEM,
                now=now,
                duty="complaint.first_response",
                circumstances={"kind": "COMPLAINT", "source": "HOTLINE", "level": "ORDINARY"},
            )

        watch_statements()
        with transaction():
            make()  # what is read once in a process is not counted
        with connection.cursor() as cursor:
            cursor.execute("CREATE TABLE bare (LIKE promises_promise INCLUDING ALL)")
        promise, bare = [], []
        size = max(rows // TURNS, 1)
        for _turn in range(TURNS):
            spent()
            for _row in range(size):
                with transaction():
                    make()
            promise.append(spent())
            ids = list(Promise.objects.order_by("-pk").values_list("pk", flat=True)[:size])
            spent()
            with connection.cursor() as cursor:
                for row in ids:
                    cursor.execute("INSERT INTO bare SELECT * FROM promises_promise WHERE id = %s", [row])
            bare.append(spent())
    report(promise, bare, size)


def report(promise: list[tuple[float, float]], bare: list[tuple[float, float]], size: int) -> None:
    """Print what the best turn of each says, and what the least disturbed single one does."""
    best, floor = (min(whole for whole, _least in turns) / size for turns in (promise, bare))
    mean = fmean(whole for whole, _least in promise) / size
    undisturbed, bare_undisturbed = (min(least for _whole, least in turns) for turns in (promise, bare))
    print(
        f"database time of one promise     {best:8.3f} ms (best of {TURNS} turns of {size:,}; all {mean:.3f} ms)"
    )
    print(f"bare insert of the same row      {floor:8.3f} ms (best of {TURNS} turns)")
    print(f"promise / bare insert            {best / floor:8.2f}")
    print(f"promise / ceiling of {CEILING} ms      {best / CEILING:8.2f}")
    print(
        f"the least disturbed one          {undisturbed:8.3f} ms, {undisturbed / bare_undisturbed:.2f} bare inserts"
    )


if __name__ == "__main__":
    main()
