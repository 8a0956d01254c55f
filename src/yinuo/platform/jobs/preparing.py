"""A cursor for the few statements that every request or every write asks: the server plans each once."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from itertools import count
from typing import Any, Self

import psycopg
from django.db import DEFAULT_DB_ALIAS, connections


def prepared_cursor() -> Any:
    """
    A cursor of Django's connection whose values travel apart from the SQL, so that the server keeps its plan.

    The SQL must always be the same text, or one of a few; each connection remembers the last hundred. Its values
    stand in a row, each as ``%s``.
    """
    held: Any = connections[DEFAULT_DB_ALIAS]
    held.ensure_connection()
    made: Any = _Cursor(held.connection)
    return held.make_debug_cursor(made) if held.queries_logged else held.make_cursor(made)


class Asked:
    """A question that was sent to the database; within ``sending_ahead`` nobody has waited for its answer yet."""

    def __init__(self, cursor: Any) -> None:
        self._cursor = cursor

    def rows(self) -> list[Any]:
        """The answer, once: waits for it, and for the answers to all that was sent before."""
        with self._cursor as cursor:
            return list(cursor.fetchall())


def ask(sql: str, params: Sequence[Any]) -> Asked:
    """Send a question by ``prepared_cursor``; several that are sent before one is read cost one wait."""
    cursor = prepared_cursor()
    cursor.execute(sql, params)
    return Asked(cursor)


class _Cursor(psycopg.RawCursor[Any]):
    """Numbers the values of a statement once; says which one it has sent, also where the server knew it already."""

    def execute(self, query: Any, params: Any = None, **options: Any) -> Self:
        return super().execute(_numbered(query), params, **options)

    def _send_query_prepared(self, name: bytes, pgq: Any, *, binary: bool | None = None) -> None:
        self._query = pgq
        super()._send_query_prepared(name, pgq, binary=binary)


@lru_cache(maxsize=512)
def _numbered(sql: str) -> str:
    """The statement as the server reads it: ``$1`` and so on for each ``%s``."""
    first, *others = sql.split("%s")
    numbers = count(1)
    return "".join([first, *(f"${next(numbers)}{part}" for part in others)]).replace("%%", "%")
