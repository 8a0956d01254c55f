"""
Customers taken over from a file and sealed, beside COPY of the same bytes into the same tables.

The import reads the CSV, checks each row, makes and wraps a key for each customer, seals five values, computes seven
keyed hashes, and stores about fifteen rows with all their indexes. The ceiling copies exactly those rows, ready
made, with as many connections.
"""

from __future__ import annotations

import argparse
import os
import threading
import time
from pathlib import Path

from customer_files import customers, house

TABLES = (
    "vault_datakey",
    "customers_customer",
    "customers_relationchange",
    "customers_detail",
    "customers_detailindex",
)


def dump(folder: Path) -> int:
    """Write the tables as they are to files; how many bytes there are."""
    from django.db import connection

    with connection.cursor() as cursor:
        for table in TABLES:
            with (
                cursor.copy(f"COPY {table} TO STDOUT (FORMAT binary)") as copy,
                (folder / table).open("wb") as out,
            ):
                for block in copy:
                    out.write(block)
    return sum((folder / table).stat().st_size for table in TABLES)


def load(folder: Path, tables: list[str]) -> None:
    """Copy files back, one after the other, on a connection of its own."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        cursor.execute("SET session_replication_role = replica")  # foreign keys were checked before
        for table in tables:
            with (
                cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy,
                (folder / table).open("rb") as rows,
            ):
                while block := rows.read(1 << 18):
                    copy.write(block)


def seconds_to_load(folder: Path) -> float:
    """Empty the tables and copy the same bytes back: index rows on one connection, the others on a second."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    halves = [list(TABLES[:-1]), [TABLES[-1]]]
    threads = [threading.Thread(target=load, args=(folder, half)) for half in halves]
    begin = time.perf_counter()
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return time.perf_counter() - begin


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000)
    asked.add_argument("--processes", type=int, default=2)
    rows, processes = asked.parse_args().rows, asked.parse_args().processes
    content = customers(first=0, count=rows)
    with house() as home:
        from datetime import UTC, datetime

        from yinuo.core.customers.public import take_file
        from yinuo.platform.identity.public import SYSTEM, head_office

        begin = time.perf_counter()
        done = take_file(
            content=content,
            path=head_office(),
            processes=processes,
            actor=SYSTEM,
            now=datetime.now(UTC),
            step=lambda _rows: None,
        )
        imported = time.perf_counter() - begin
        assert done.taken == rows, done
        size = dump(home)
        copied = seconds_to_load(home)
    print(f"customers {rows}, processes {processes}, bytes in tables {size}")
    print(f"import, checked and sealed        {imported:8.1f} s  {rows / imported:9.0f}/s")
    print(f"ceiling: COPY of the same bytes   {copied:8.1f} s  {rows / copied:9.0f}/s")
    print(f"import / ceiling                  {copied / imported:8.2f}")


if __name__ == "__main__":
    main()
