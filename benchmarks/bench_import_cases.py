"""
Past complaints taken over in the form of the CFPB, beside COPY of the same bytes into the same tables.

The import reads the CSV, judges each row, makes and wraps a key for each customer, seals and redacts what was said,
chooses the policy, computes when the answer was due and whether it came in time, and appends a chain of evidence to
each case. The ceiling copies exactly those rows, ready made, over two connections.
"""

from __future__ import annotations

import argparse
import csv
import os
import random
import resource
import statistics
import threading
import time
from collections.abc import Callable
from pathlib import Path

from customer_files import house

# Each with the column that tells which half a row goes to, where it has one of the kind.
TABLES = {
    "vault_datakey": "owner",
    "customers_customer": "id",
    "customers_relationchange": "customer_id",
    "cases_case": "customer_id",
    "cases_message": None,
    "promises_promise": None,
    "audit_stream": None,
    "audit_pendingentry": None,
}
HALVES = (0, 1)
PRODUCTS = ("Mortgage", "Credit card", "Checking or savings account", "Student loan", "Debt collection")
ISSUES = (
    "Trouble during payment process",
    "Incorrect information on your report",
    "Managing an account",
    "Attempts to collect debt not owed",
    "Problem with a purchase shown on your statement",
)
SENTENCE = (
    "the account was charged twice and nobody called back although we wrote several letters about the payment"
    " to the branch and asked them to correct what the report says before the loan is due XXXX on the statement"
)
WITH_WORDS = 0.19  # the share of published complaints whose own words are published


def write(path: Path, rows: int) -> None:
    """Made-up complaints, as long and as mixed as published ones."""
    from yinuo.features.cases.importing.cfpb import COLUMNS

    chance = random.Random(7)
    with path.open("w", encoding="utf-8", newline="") as file:
        writer = csv.writer(file)
        writer.writerow(COLUMNS)
        for number in range(rows):
            year, month, day = 2012 + number % 12, 1 + number % 12, 1 + number % 28
            words = " ".join(chance.choices(SENTENCE.split(), k=180)) if chance.random() < WITH_WORDS else ""
            writer.writerow(
                [
                    f"{year}-{month:02}-{day:02}",
                    PRODUCTS[number % 5],
                    f"Kind {number % 40}",
                    ISSUES[number // 5 % 5],
                    "",
                    words,
                    "",
                    "EXAMPLE BANK",
                    "NY",
                    "10001",
                    "",
                    "Consent provided" if words else "Consent not provided",
                    "Web",
                    f"{year}-{month:02}-{day:02}",
                    "Closed with explanation",
                    "No" if number % 50 == 0 else "Yes",
                    "N/A",
                    str(number + 1),
                ]
            )


def dump(folder: Path) -> int:
    """Write the tables as they are to files, half of the rows in each; how many bytes there are."""
    from django.db import connection

    size = 0
    with connection.cursor() as cursor:
        for table, column in TABLES.items():
            for half in HALVES:
                key = f"get_byte(uuid_send({column}), 15)" if column else "abs(hashtext(t::text))"
                rows = f"SELECT * FROM {table} t WHERE {key} % 2 = {half}"  # noqa: S608
                path = folder / f"{table}.{half}"
                with cursor.copy(f"COPY ({rows}) TO STDOUT (FORMAT binary)") as copy, path.open("wb") as out:
                    for block in copy:
                        out.write(block)
                size += path.stat().st_size
    return size


def load(folder: Path, half: int) -> None:
    """Copy one half into the empty twins of the tables, on a connection of its own."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"], autocommit=True) as connection:
        for table in TABLES:
            path = folder / f"{table}.{half}"
            with (
                connection.cursor() as cursor,
                cursor.copy(f"COPY twin_{table} FROM STDIN (FORMAT binary)") as copy,
                path.open("rb") as rows,
            ):
                while block := rows.read(1 << 18):
                    copy.write(block)


def seconds_to_load(folder: Path) -> float:
    """Copy the same bytes into twins of the tables (indexes and checks, no references), over two connections."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            cursor.execute(f"CREATE TABLE twin_{table} (LIKE {table} INCLUDING ALL)")
    threads = [threading.Thread(target=load, args=(folder, half)) for half in HALVES]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


def profile(path: Path) -> None:
    """Where one process spends its time."""
    import cProfile
    import pstats

    with cProfile.Profile() as taken:
        run(path, 1)
    pstats.Stats(taken).sort_stats("tottime").print_stats(28)


class Tenths:
    """Tells each tenth of the file as it is done, and how fast it went: an import that grows slower shows it here."""

    def __init__(self, rows: int) -> None:
        self._tenth = max(rows // 10, 1)
        self._done, self._told, self._at = 0, 0, time.perf_counter()
        self.rates: list[float] = []

    def __call__(self, rows: int) -> None:
        """So many more rows are done."""
        self._done += rows
        if self._done - self._told < self._tenth:
            return
        now = time.perf_counter()
        self.rates.append((self._done - self._told) / (now - self._at))
        print(
            f"  {self._done:9} rows, the last {self._done - self._told} at {self.rates[-1]:.0f}/s", flush=True
        )
        self._told, self._at = self._done, now

    @property
    def growth(self) -> float:
        """The rate of the last third, beside that of the first one after the start."""
        third = max(len(self.rates) // 3, 1)
        middle = statistics.fmean
        return middle(self.rates[-third:]) / middle(self.rates[1 : 1 + third] or self.rates)


def run(path: Path, processes: int, step: Callable[[int], object] = lambda _rows: None) -> float:
    """Import the file; how many seconds it took."""
    from datetime import UTC, datetime

    from yinuo.features.cases.public import import_complaints, look_through_complaints
    from yinuo.platform.identity.public import SYSTEM

    begin = time.perf_counter()
    file = look_through_complaints(path=path)
    done = import_complaints(
        file=file,
        actor=SYSTEM,
        now=datetime.now(UTC),
        refuse=print,
        step=step,
        processes=processes,
    )
    assert done.taken == file.total, done
    return time.perf_counter() - begin


def processor_time() -> float:
    """What this process and those that it started and that ended have used, in seconds."""
    used = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(one.ru_utime + one.ru_stime for one in used)


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--processes", type=int, default=2)
    asked.add_argument("--profile", action="store_true", help="one process, and where its time goes")
    given = asked.parse_args()
    with house() as home:
        path = home / "complaints.csv"
        write(path, given.rows)
        if given.profile:
            profile(path)
            return
        before = processor_time()
        tenths = Tenths(given.rows)
        imported = run(path, given.processes, tenths)
        ours = processor_time() - before
        size = dump(home)
        copied = seconds_to_load(home)
    rows = given.rows
    print(f"complaints {rows}, processes {given.processes}, bytes in tables {size}")
    print(f"import, with all that a case gets {imported:8.1f} s  {rows / imported:9.0f}/s  (goal 2000/s)")
    print(f"  of it processor time of ours    {ours:8.1f} s  {rows / ours:9.0f}/s for each core")
    print(f"last third / first third          {tenths.growth:8.2f}")
    print(f"ceiling: COPY of the same bytes   {copied:8.1f} s  {rows / copied:9.0f}/s")
    print(f"import / ceiling                  {copied / imported:8.2f}")


if __name__ == "__main__":
    main()
