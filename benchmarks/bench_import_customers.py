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

from customer_files import Progress, customers, house

# Each table with the column that says whose a row is; parents first.
TABLES = {
    "vault_datakey": "owner",
    "customers_customer": "id",
    "customers_relationchange": "customer_id",
    "customers_detail": "customer_id",
    "customers_detailindex": "customer_id",
}
HALVES = (0, 1)


def dump(folder: Path) -> int:
    """Write the tables as they are to files, half of the customers in each; how many bytes there are."""
    from django.db import connection

    size = 0
    with connection.cursor() as cursor:
        for table, owner in TABLES.items():
            for half in HALVES:
                rows = f"SELECT * FROM {table} WHERE get_byte(uuid_send({owner}), 15) % 2 = {half}"  # noqa: S608
                path = folder / f"{table}.{half}"
                with cursor.copy(f"COPY ({rows}) TO STDOUT (FORMAT binary)") as copy, path.open("wb") as out:
                    for block in copy:
                        out.write(block)
                size += path.stat().st_size
    return size


def load(folder: Path, half: int) -> None:
    """Copy one half back, on a connection of its own."""
    import psycopg

    with psycopg.connect(os.environ["DATABASE_URL"]) as connection, connection.cursor() as cursor:
        for table in TABLES:
            path = folder / f"{table}.{half}"
            with cursor.copy(f"COPY {table} FROM STDIN (FORMAT binary)") as copy, path.open("rb") as rows:
                while block := rows.read(1 << 18):
                    copy.write(block)


def seconds_to_load(folder: Path) -> float:
    """Empty the tables and copy the same bytes back, over two connections."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(f"TRUNCATE {', '.join(TABLES)} CASCADE")
    threads = [threading.Thread(target=load, args=(folder, half)) for half in HALVES]
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
    options = asked.parse_args()
    with house() as home:
        measure(home, options.rows, options.processes)


def measure(home: Path, rows: int, processes: int) -> None:
    """Import, empty, copy back; print. The customers are there afterwards."""
    from datetime import UTC, datetime

    from yinuo.core.customers.public import take_file
    from yinuo.platform.identity.public import SYSTEM, head_office

    content = customers(first=0, count=rows)
    begin = time.perf_counter()
    done = take_file(
        content=content,
        path=head_office(),
        processes=processes,
        actor=SYSTEM,
        now=datetime.now(UTC),
        step=Progress("imported", rows).step,
    )
    imported = time.perf_counter() - begin
    assert done.taken == rows, done
    size = dump(home)
    copied = seconds_to_load(home)
    print(f"customers {rows}, processes {processes}, bytes in tables {size}")
    print(f"import, checked and sealed        {imported:8.1f} s  {rows / imported:9.0f}/s")
    print(f"ceiling: COPY of the same bytes   {copied:8.1f} s  {rows / copied:9.0f}/s")
    print(f"import / ceiling                  {copied / imported:8.2f}", flush=True)


if __name__ == "__main__":
    main()
