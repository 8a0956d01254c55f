"""Listening to PostgreSQL's notifications: a connection of its own, straight to the server."""

from __future__ import annotations

from typing import Any

from django.db import connection

CLOCK_CHANNEL = "yinuo_clock"


def listening_parameters() -> dict[str, Any]:
    """Parameters of a direct connection that may LISTEN (no pool, no transaction pooler)."""
    parameters = connection.get_connection_params()
    for unsuited in ("cursor_factory", "context", "prepare_threshold"):
        parameters.pop(unsuited, None)
    # A connection that died silently is noticed within about half a minute.
    return parameters | {
        "autocommit": True,
        "connect_timeout": 5,
        "keepalives_idle": 15,
        "keepalives_interval": 5,
        "keepalives_count": 3,
        "application_name": "yinuo-listen",
    }


def wake_clock(*, tick: str = "") -> None:
    """
    Call the clock's ticks as soon as the open transaction commits: all, or the one named.

    For work that became due earlier than the clock knew; not for every write, since PostgreSQL lets
    transactions that notify commit one after the other.
    """
    with connection.cursor() as cursor:
        cursor.execute("SELECT pg_notify(%s, %s)", [CLOCK_CHANNEL, tick])
