"""A cursor for the few statements that every request or every write asks: the server plans each once."""

from __future__ import annotations

from typing import Any

import psycopg
from django.db import connection


def prepared_cursor() -> Any:
    """
    A cursor of Django's connection whose values travel apart from the SQL, so that the server keeps its plan.

    The SQL must always be the same text, or one of a few; each connection remembers the last hundred.
    """
    connection.ensure_connection()
    made: Any = _Cursor(connection.connection)
    return connection.make_debug_cursor(made) if connection.queries_logged else connection.make_cursor(made)


class _Cursor(psycopg.Cursor[Any]):
    """Says which statement it has sent, for Django's log of queries, also where the server knew it already."""

    def _send_query_prepared(self, name: bytes, pgq: Any, *, binary: bool | None = None) -> None:
        self._query = pgq
        super()._send_query_prepared(name, pgq, binary=binary)
