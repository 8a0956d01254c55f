"""
Rotate every key of many customers while readers read: no read may fail; the rates are printed.

Beside each rate stands what bounds it, measured in the same run on the same rows, before anybody reads: for the
wrapping key a plain UPDATE of every wrapped key, for the data keys one of every sealed value, for the indexes an
INSERT of every hash again.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from typing import Any

from customer_files import Progress, house
from sealed_customers import fill, phone

READERS = 2
NOTICED = 16.0  # seconds, as index keys are looked at again


def main() -> None:
    """Measure and print."""
    asked = argparse.ArgumentParser(description=__doc__)
    asked.add_argument("--rows", type=int, default=1_000_000, help="customers")
    asked.add_argument("--values", type=int, default=1, help="sealed and indexed values of each, at most 10")
    asked.add_argument("--processes", type=int, default=2, help="that rotate")
    asked.add_argument("--reads", type=int, default=100, help="a second: each opens a value and searches it")
    options = asked.parse_args()
    with house():
        run(options.rows, options.values, options.processes, options.reads)


def run(rows: int, values: int, processes: int, reads: int) -> None:
    """Fill, rotate under load, compare."""
    from django.db import connection

    from yinuo.platform.vault.public import rotate_data, rotate_index, rotate_wrapping

    begin = time.perf_counter()
    fill(rows=rows, values=values, processes=processes, step=Progress("filled", rows).step)
    sql("VACUUM ANALYZE")
    print(
        f"{rows:,} customers, {values} values each, at {rows / (time.perf_counter() - begin):,.0f}/s",
        flush=True,
    )
    floors = {
        "wrapping": timed(lambda: undone("UPDATE vault_datakey SET wrapped = wrapped || ''::bytea")),
        "data": timed(lambda: undone("UPDATE customers_detail SET sealed = sealed || ''::bytea")),
        "index": timed(
            lambda: undone(
                "INSERT INTO customers_detailindex (detail_id, customer_id, field, version, digest)"
                " SELECT detail_id, customer_id, field, 0, sha256(digest) FROM customers_detailindex"
            )
        ),
    }
    sql("VACUUM")
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    with reading(rows, values, reads) as (counts, failed):
        for name, rotate, waits, waited, passes in (
            ("wrapping", rotate_wrapping, {}, 0.0, 1),
            ("data", rotate_data, {"grace": 1.0}, 1.0, 2),
            ("index", rotate_index, {"noticed": NOTICED}, 2 * NOTICED, 1),
        ):
            before = sum(counts)
            watch = Progress(name, passes * rows)
            work: Callable[[], Any] = partial(
                rotate,
                actor="system",
                clock=lambda: datetime.now(UTC),
                step=watch.step,
                processes=processes,
                **waits,
            )
            seconds = timed(work) - waited
            print(
                f"{name:9} {rows / seconds:9,.0f} customers/s ({seconds:,.0f} s and {waited:.0f} s of waiting), "
                f"{sum(counts) - before:,} reads meanwhile, {sum(failed)} failed; "
                f"the plain statement alone {rows / floors[name]:,.0f}/s, ratio {floors[name] / seconds:.2f}",
                flush=True,
            )
    print(f"failed reads: {sum(failed)} of {sum(counts):,}; {time.perf_counter() - begin:,.0f} s in all")
    assert not sum(failed)


@contextmanager
def reading(rows: int, values: int, reads: int) -> Iterator[tuple[Any, Any]]:
    """Processes that open and search so often a second; yields their counts of reads and of failures."""
    fork = multiprocessing.get_context("fork")
    counts, failed, stop = fork.Array("L", READERS), fork.Array("L", READERS), fork.Event()
    readers = [
        fork.Process(
            target=read, args=(number, rows, values, READERS / reads, stop, counts, failed), daemon=True
        )
        for number in range(READERS)
    ]
    for reader in readers:
        reader.start()
    try:
        yield counts, failed
    finally:
        stop.set()
        for reader in readers:
            reader.join(30)


def read(number: int, rows: int, values: int, pause: float, stop: Any, counts: Any, failed: Any) -> None:
    """Find somebody by a value and open it, until told to stop."""
    from yinuo.core.customers.finding import holders
    from yinuo.core.customers.models import Detail
    from yinuo.core.customers.names import place_of
    from yinuo.platform.vault.public import unlock

    chance = random.Random(number)
    while not stop.wait(pause):
        value = phone(chance.randrange(rows), chance.randrange(values))
        try:
            (owner,) = holders(field="PHONE", value=value)
            sealed = list(Detail.objects.filter(customer=owner).values_list("pk", "sealed"))
            keys = unlock([owner])
            is_read = value in {
                keys.open(owner=owner, place=place_of(pk), sealed=what) for pk, what in sealed
            }
        except Exception as error:  # noqa: BLE001 - whatever it was, it is a failed read
            print(f"a read failed: {error!r}", flush=True)
            is_read = False
        counts[number] += 1
        failed[number] += not is_read


def timed(work: Callable[[], Any]) -> float:
    """Seconds that it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def undone(statement: str) -> None:
    """Run one statement and take it back: rows are left dead, as after a rotation."""
    from django.db import transaction

    with transaction.atomic():
        sql(statement)
        transaction.set_rollback(True)


def sql(statement: str) -> None:
    """Run one statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    main()
