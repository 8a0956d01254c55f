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
    made: Any = psycopg.Cursor(connection.connection)
    return connection.make_debug_cursor(made) if connection.queries_logged else connection.make_cursor(made)
