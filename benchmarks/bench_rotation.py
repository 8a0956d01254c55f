"""
Rotate every key of many owners while readers read: no read may fail; the rates are printed.

Beside each rate stands what bounds it, measured in the same run on the same rows: for the wrapping key a plain
UPDATE of every wrapped key, for the data keys one of every sealed value, for the indexes a copy of every hash.
"""

from __future__ import annotations

import argparse
import multiprocessing
import os
import random
import sys
import tempfile
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

sys.path.insert(0, str(Path(__file__).resolve().parent.parent))

from yinuo.platform.jobs.postgres.location import Location
from yinuo.platform.jobs.postgres.server import Server

READERS = 2
AT_ONCE = 5000


def main() -> None:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument(
        "--rows", type=int, default=1_000_000, help="owners, each with one sealed and indexed value"
    )
    rows = parser.parse_args().rows
    with tempfile.TemporaryDirectory(prefix="yinuo-bench-") as folder:
        home = Path(folder) / "var"
        home.mkdir()
        os.environ |= {
            "DJANGO_SETTINGS_MODULE": "yinuo.site.settings",
            "YINUO_HOME": str(home),
            "YINUO_MODE": "demo",
        }
        server = Server(Location(home))
        server.ensure_started()
        try:
            import django

            django.setup()
            run(rows)
        finally:
            from django.db import connections

            for connection in connections.all():
                connection.close()
                connection.close_pool()  # type: ignore[attr-defined]
            server.stop()


def run(rows: int) -> None:
    """Fill, rotate under load, compare."""
    from django.core.management import call_command
    from django.db import connection

    from tests.platform.vault import things
    from yinuo.platform.vault.public import make_first_key, rotate_data, rotate_index, rotate_wrapping

    make_first_key()
    call_command("migrate", verbosity=0)
    with things.room():
        begin = time.perf_counter()
        owners = fill(rows)
        print(f"{rows:,} owners sealed and indexed at {rows / (time.perf_counter() - begin):,.0f}/s")
        with connection.cursor() as cursor:
            cursor.execute("ANALYZE")
        floors = {
            "wrapping": timed(lambda: sql("UPDATE vault_datakey SET wrapped = wrapped || ''::bytea")),
            "data": timed(lambda: sql("UPDATE test_thing SET sealed = sealed || ''::bytea")),
            "index": timed(lambda: sql("CREATE TABLE hashes AS SELECT * FROM test_thing_index")),
        }
        with reading(owners) as (counts, failed):
            for name, rotate, waits in (
                ("wrapping", rotate_wrapping, {}),
                ("data", rotate_data, {"grace": 1.0}),
                ("index", rotate_index, {"noticed": 16.0}),
            ):
                before = sum(counts)
                waited = {"wrapping": 0.0, "data": 1.0, "index": 32.0}[name]
                work = partial(rotate, actor="system", clock=lambda: datetime.now(UTC), **waits)
                seconds = timed(work) - waited
                print(
                    f"{name:9} {rows / seconds:9,.0f} owners/s ({seconds:,.0f} s and {waited:.0f} s of waiting), "
                    f"{sum(counts) - before:,} reads meanwhile, {sum(failed)} failed; "
                    f"the plain statement alone {rows / floors[name]:,.0f}/s, ratio {floors[name] / seconds:.2f}"
                )
        print(f"failed reads: {sum(failed)} of {sum(counts):,}")
        assert not sum(failed)


@contextmanager
def reading(owners: list[UUID]) -> Iterator[tuple[Any, Any]]:
    """Processes that open and search as fast as they can; yields their counts of reads and of failures."""
    from django.db import connection

    fork = multiprocessing.get_context("fork")
    counts, failed, stop = fork.Array("L", READERS), fork.Array("L", READERS), fork.Event()
    connection.close()
    connection.close_pool()  # type: ignore[attr-defined]
    some = random.Random(1).sample(owners, min(len(owners), 20_000))
    readers = [
        fork.Process(target=read, args=(number, some, stop, counts, failed), daemon=True)
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


def fill(rows: int) -> list[UUID]:
    """Owners with a key, a sealed value and its hash."""
    from django.db import transaction

    from tests.platform.vault.things import Thing, place_of
    from yinuo.platform.jobs.public import (
        RowForm,
        bytes_cell,
        copy_rows,
        integer_cell,
        row_of,
        text_cell,
        uuid_cell,
    )
    from yinuo.platform.vault.public import index_digests, new_owners

    things = RowForm(Thing(mask="+86138******"), varying=["id", "owner", "sealed"])
    five, field = row_of(5), text_cell("CALLED")
    everybody: list[UUID] = []
    for start in range(0, rows, AT_ONCE):
        owners = [uuid4() for _ in range(min(AT_ONCE, rows - start))]
        with transaction.atomic():
            sealers = new_owners(owners)
            made, hashes = [], []
            for number, owner in enumerate(owners, start):
                value, pk = f"+86138{number:08}", uuid4()
                sealed = sealers[owner].seal(place=place_of(pk), value=value)
                made.append(things.row(pk, owner, sealed))
                hashes += [
                    five
                    + uuid_cell(pk)
                    + uuid_cell(owner)
                    + field
                    + integer_cell(version)
                    + bytes_cell(digest)
                    for version, digest in index_digests(field="CALLED", value=value).items()
                ]
            things.store(made)
            copy_rows(into="test_thing_index (thing_id, owner, field, version, digest)", rows=hashes)
        everybody += owners
    return everybody


def read(number: int, owners: list[UUID], stop: Any, counts: Any, failed: Any) -> None:
    """Open somebody's value and search for it, until told to stop."""
    from tests.platform.vault.things import Thing, find_things, read_thing

    chance = random.Random(number)
    while not stop.is_set():
        try:
            thing = Thing.objects.get(owner=chance.choice(owners))
            is_found = thing.pk in find_things(read_thing(thing.pk))
        except Exception as error:  # noqa: BLE001 - whatever it was, it is a failed read
            print(f"a read failed: {error!r}")
            is_found = False
        counts[number] += 1
        failed[number] += not is_found


def timed(work: Callable[[], Any]) -> float:
    """Seconds that it takes."""
    begin = time.perf_counter()
    work()
    return time.perf_counter() - begin


def sql(statement: str) -> None:
    """Run one statement."""
    from django.db import connection

    with connection.cursor() as cursor:
        cursor.execute(statement)


if __name__ == "__main__":
    main()
