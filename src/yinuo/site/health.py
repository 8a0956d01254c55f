"""Is this process alive, and may visitors be sent to it? For load balancers, supervisors and collectors."""

from __future__ import annotations

from datetime import datetime, timedelta
from functools import cache, lru_cache

from django.db import Error, connection
from django.db.migrations.executor import MigrationExecutor
from django.http import HttpRequest, HttpResponse, JsonResponse

from yinuo.platform.identity.public import PageRequest, public_page
from yinuo.platform.jobs.public import ProcessState, process_state
from yinuo.platform.vault.public import key_health

NO_STORE = {"Cache-Control": "no-store"}
SILENT = timedelta(seconds=45)  # workers and clocks speak every five seconds
ASK_KEYS_EVERY = 5.0  # seconds
OLD = timedelta(minutes=5)  # a job that could have run so long ago


@public_page(personal=False)
def healthz(_request: HttpRequest) -> HttpResponse:
    """Alive: the process answers. Asks nobody else, the database least of all."""
    return HttpResponse("ok\n", content_type="text/plain; charset=utf-8", headers=NO_STORE)


@public_page(personal=False)
def readyz(request: PageRequest) -> HttpResponse:
    """
    Ready: the database answers and has this release's tables; else 503.

    A silent worker or clock, or a holder of the vault's keys that does not answer, makes the answer "degraded",
    with status 200: taking the pages away, too, would help nobody.
    """
    checks = _checks(request.now)
    vital = checks["database"] == checks["tables"] == "ok"
    late = any(state != "ok" for state in checks.values())
    state = "unavailable" if not vital else "degraded" if late else "ready"
    return JsonResponse({"state": state, "checks": checks}, status=200 if vital else 503, headers=NO_STORE)


def _checks(now: datetime) -> dict[str, str]:
    checks = dict.fromkeys(("database", "tables", "worker", "clock", "queue", "keys"), "unknown")
    try:
        checks["database"] = "ok" if _answers() else "unavailable"
        checks["tables"] = "ok" if _has_tables() else "behind"
        if checks["tables"] == "ok":
            checks |= describe(process_state(now=now), now=now)
            checks["keys"] = "ok" if _keys_answer(now.timestamp() // ASK_KEYS_EVERY) else "unavailable"
    except Error:
        checks["database"] = "unavailable"
    return checks


def describe(state: ProcessState, *, now: datetime) -> dict[str, str]:
    """What the background processes' state means."""

    def seen(at: datetime | None) -> str:
        return "ok" if at is not None and now - at < SILENT else "silent"

    is_old = state.oldest_due_at is not None and now - state.oldest_due_at > OLD
    return {
        "worker": seen(state.worker_seen_at),
        "clock": seen(state.clock_seen_at),
        "queue": "old" if is_old else "ok",
    }


def _answers() -> bool:
    with connection.cursor() as cursor:
        cursor.execute("SELECT 1")
    return True


@lru_cache(maxsize=1)
def _keys_answer(_moment: float) -> bool:
    # Anybody may ask whether we are ready: the holder of the keys is not asked each time.
    return key_health().is_well


def _has_tables() -> bool:
    try:
        _require_tables()
    except _Behind:
        return False
    return True


class _Behind(Exception):
    """The database lacks changes of this release."""


@cache
def _require_tables() -> None:
    # Remembered once it is true: another release brings other processes.
    executor = MigrationExecutor(connection)
    if executor.migration_plan(executor.loader.graph.leaf_nodes()):
        raise _Behind
