"""A sample log, and what an administrator of the database can do to it."""

from __future__ import annotations

from datetime import UTC, datetime

from django.db import connection

from yinuo.platform.audit.public import append, sequence_all
from yinuo.platform.jobs.public import transaction

AT = datetime(2026, 3, 1, 9, 30, tzinfo=UTC)
SUBJECTS = 7


def write(count: int, *, subjects: int = SUBJECTS, stream: str = "case") -> None:
    """Append entries to a few subjects in turn."""
    with transaction():
        for number in range(count):
            append(
                stream=f"{stream}:{number % subjects}",
                action="case.noted",
                actor="staff:7",
                at=AT,
                facts={"n": number},
            )


def make_log(*counts: int) -> None:
    """A log with a checkpoint after each of ``counts`` entries."""
    for count in counts:
        write(count)
        sequence_all(now=AT)


def switch_guards_off() -> None:
    """What the owner of the tables can do, and `yinuo doctor` then says."""
    with connection.cursor() as cursor:
        for table in ("entry", "checkpoint", "tile", "pendingentry", "stream"):
            cursor.execute(f"ALTER TABLE audit_{table} DISABLE TRIGGER USER")


def sql(statement: str, *values: object) -> None:
    """One statement, as it stands."""
    with connection.cursor() as cursor:
        cursor.execute(statement, values)
