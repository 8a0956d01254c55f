"""How many cases each view holds: one query for all of them, and none is counted further than anybody reads."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from django.db import connection
from django.db.models import QuerySet, Value

from yinuo.features.cases.models import Case
from yinuo.features.cases.queries.filtering import VIEWS, Filters, narrowed
from yinuo.platform.identity.public import Actor

MOST = 999  # from here on a view says "999+"


def counts(
    *, actor: Actor, now: datetime, more: Mapping[str, tuple[str, Filters]] | None = None
) -> dict[str, int]:
    """
    The size of each standing view but "all", and of ``more``, each at most ``MOST`` + 1.

    Args:
        more: by a name of the caller's, a standing view and what narrows it.
    """
    wanted = {view.replace("-", "_"): (view, Filters()) for view in VIEWS if view != "all"} | dict(more or {})
    if actor.reach is None:
        return dict.fromkeys(wanted, 0)
    queries = [
        _capped(narrowed(view=view, filters=filters, actor=actor, now=now))
        for view, filters in wanted.values()
    ]
    # Every part is SQL that the ORM wrote; the values go apart.
    parts = ", ".join(f"(SELECT count(*) FROM ({sql}) AS held)" for sql, _params in queries)  # noqa: S608
    values = [value for _sql, params in queries for value in params]
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT {parts}", values)
        row = cursor.fetchone()
    return dict(zip(wanted, row or (), strict=True))


def _capped(found: QuerySet[Case]) -> tuple[str, tuple[Any, ...]]:
    counted = found.order_by().annotate(one=Value(1)).values_list("one")[: MOST + 1]
    sql, params = counted.query.sql_with_params()
    return sql, params
