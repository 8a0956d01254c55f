"""What every rotation needs: one at a time, resumable, and waiting until nobody uses what it removes."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import TypeVar
from uuid import UUID

from django.db import OperationalError, connection, transaction

from yinuo.platform.audit.public import append
from yinuo.platform.jobs.public import execute_binary
from yinuo.platform.vault.errors import CannotRotate
from yinuo.platform.vault.models import DataKey

BATCH = 2000  # owners
ATTEMPTS = 5
STREAM = "vault:keys"
Step = Callable[[int], None]
Clock = Callable[[], datetime]
T = TypeVar("T")


@contextmanager
def alone(kind: str) -> Iterator[None]:
    """
    Hold the lock of one kind of rotation.

    Raises:
        CannotRotate: another process is at it.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_try_advisory_lock(hashtext('yinuo.vault.rotation'), hashtext(%s))", [kind])
        if not cursor.fetchone()[0]:
            raise CannotRotate("This rotation is running already; wait for it, or end it and run it again.")
    try:
        yield
    finally:
        with connection.cursor() as cursor:
            cursor.execute(
                "SELECT pg_advisory_unlock(hashtext('yinuo.vault.rotation'), hashtext(%s))", [kind]
            )


def settle(seconds: float) -> None:
    """
    Wait until every process has noticed what was just committed, and whoever began before is through.

    ``seconds`` cover processes that look again at times, and reads outside of transactions; open transactions
    are waited for, however long they take.
    """
    time.sleep(seconds)
    with connection.cursor() as cursor:
        cursor.execute("SELECT clock_timestamp()")
        (moment,) = cursor.fetchone()
        while True:
            cursor.execute(
                "SELECT count(*) FROM pg_stat_activity WHERE datname = current_database()"
                " AND usename = current_user AND pid <> pg_backend_pid() AND xact_start < %s",
                [moment],
            )
            if not cursor.fetchone()[0]:
                return
            time.sleep(0.1)


def owner_batches(*, after: UUID | None, until: UUID | None) -> Iterator[list[UUID]]:
    """Every owner of a key in the order of their ids, some at a time."""
    while until is not None:
        rows = DataKey.objects.filter(owner__lte=until)
        if after is not None:
            rows = rows.filter(owner__gt=after)
        batch = list(rows.order_by("owner").values_list("owner", flat=True).distinct()[:BATCH])
        if not batch:
            return
        yield batch
        after = batch[-1]


def last_owner() -> UUID | None:
    """The highest id that has a key: where a pass over all owners ends, though new ones come."""
    return DataKey.objects.order_by("-owner").values_list("owner", flat=True).first()


def in_one_write(work: Callable[[], T]) -> T:
    """Run ``work`` in a transaction of its own, again if it met another writer in a deadlock."""
    for attempt in range(ATTEMPTS):
        try:
            with transaction.atomic():
                return work()
        except OperationalError as error:
            if getattr(error.__cause__, "sqlstate", "") not in {"40P01", "40001"} or attempt == ATTEMPTS - 1:
                raise
            time.sleep(0.05 * 2**attempt)
    raise AssertionError("unreachable")


def swap_values(
    *, table: str, key: str, key_type: str, column: str, rows: Sequence[tuple[object, bytes, bytes]]
) -> int:
    """
    Replace values that are still what they were: a concurrent write is never lost.

    Args:
        rows: key, old value, new value.

    Returns:
        How many were replaced.
    """
    if not rows:
        return 0
    quote = connection.ops.quote_name
    keys, old, new = (list(part) for part in zip(*sorted(rows, key=lambda row: str(row[0])), strict=True))
    return execute_binary(
        f"UPDATE {quote(table)} AS t SET {quote(column)} = u.new"  # noqa: S608 - our own names, quoted
        f" FROM unnest(%b::{key_type}[], %b::bytea[], %b::bytea[]) AS u (key, old, new)"
        f" WHERE t.{quote(key)} = u.key AND t.{quote(column)} = u.old",
        [keys, old, new],
    )


def record(*, action: str, actor: str, now: datetime, **facts: str | int) -> None:
    """Append what was done to the evidence of the keys."""
    append(stream=STREAM, action=action, actor=actor, at=now, facts=facts)
