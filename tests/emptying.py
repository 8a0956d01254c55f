"""
The database as it was, after a test that really committed.

Django's own way empties all tables of its models and writes anew what a new house begins with: most of a second for
each test, and the background jobs stay, which are no model. Here only what a test changed is put back.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from django.db import connection, transaction

from yinuo.platform.vault.index_keys import forget_ring

KEPT = "as_it_came"
# From the end: the tables of background jobs that refer to others, and at once, come after those.
TABLES = "SELECT tablename FROM pg_tables WHERE schemaname = %s ORDER BY tablename DESC"


def remember() -> None:
    """Keep every row that is there before the first test."""
    tables = _named("public")
    kept = _answer([f"SELECT '{one}' WHERE EXISTS (TABLE {one})" for one in tables])
    _run(
        [
            f"DROP SCHEMA IF EXISTS {KEPT} CASCADE; CREATE SCHEMA {KEPT}",
            *(f"CREATE TABLE {KEPT}.{one} AS TABLE {one}" for one in kept),
        ]
    )


def restore(*_: Any) -> None:
    """Every row as ``remember`` found it, whatever the triggers say; numbers that were drawn stay drawn."""
    tables, kept = _named("public"), set(_named(KEPT))
    changed = _answer(
        [
            f"SELECT '{one}' WHERE EXISTS (TABLE {one} EXCEPT TABLE {KEPT}.{one})"
            f" OR EXISTS (TABLE {KEPT}.{one} EXCEPT TABLE {one})"
            if one in kept
            else f"SELECT '{one}' WHERE EXISTS (TABLE {one})"
            for one in tables
        ]
    )
    with transaction.atomic():
        _run(
            [
                *(f"ALTER TABLE {one} DISABLE TRIGGER USER" for one in changed),
                *(f"DELETE FROM {one}" for one in changed),  # noqa: S608 - a name of the database's own
                *(f"INSERT INTO {one} TABLE {KEPT}.{one}" for one in changed if one in kept),
                "SET CONSTRAINTS ALL IMMEDIATE",
                *(f"ALTER TABLE {one} ENABLE TRIGGER USER" for one in changed),
            ]
        )
    forget_ring()


def _named(schema: str) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(TABLES, [schema])
        return [name for (name,) in cursor.fetchall()]


def _answer(questions: Iterable[str]) -> list[str]:
    with connection.cursor() as cursor:
        cursor.execute(" UNION ALL ".join(questions))
        return [name for (name,) in cursor.fetchall()]


def _run(statements: Iterable[str]) -> None:
    with connection.cursor() as cursor:
        cursor.execute("; ".join(statements))
