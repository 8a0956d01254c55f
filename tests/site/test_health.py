"""What probes, collectors and the request log are told."""

from __future__ import annotations

import logging
from datetime import UTC, datetime, timedelta

import pytest
import structlog
from django.db import connection
from django.test import Client, RequestFactory

from tests.people import make_office, make_staff, signed_in
from yinuo.platform.identity.public import Role
from yinuo.platform.jobs.housekeeping import beat
from yinuo.platform.jobs.public import ProcessState
from yinuo.site.config import read_config
from yinuo.site.health import describe
from yinuo.site.metrics import may_read_metrics

NOW = datetime(2026, 3, 2, tzinfo=UTC)
STATE = ProcessState(due=0, oldest_due_at=None, failed=0, worker_seen_at=NOW, clock_seen_at=NOW)


def test_alive_is_answered_without_the_database() -> None:
    answer = Client().get("/healthz")  # this test may not use the database
    assert answer.status_code == 200
    assert answer.headers["Cache-Control"] == "no-store"


@pytest.mark.django_db
def test_ready_names_every_part_and_is_degraded_without_worker_and_clock() -> None:
    answer = Client().get("/readyz")
    assert answer.status_code == 200
    assert answer.json() == {
        "state": "degraded",
        "checks": {
            "database": "ok",
            "tables": "ok",
            "worker": "silent",
            "clock": "silent",
            "queue": "ok",
            "keys": "ok",
        },
    }


@pytest.mark.django_db
def test_ready_with_a_worker_and_a_clock() -> None:
    beat(datetime.now(UTC))
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES")
    assert Client().get("/readyz").json()["state"] == "ready"


@pytest.mark.django_db
def test_unavailable_without_an_answer_from_the_database(monkeypatch: pytest.MonkeyPatch) -> None:
    from django.db import OperationalError

    def refuse(*_: object) -> None:
        raise OperationalError

    monkeypatch.setattr("yinuo.site.health._answers", refuse)
    answer = Client().get("/readyz")
    assert answer.status_code == 503
    assert answer.json()["checks"]["database"] == "unavailable"


@pytest.mark.parametrize(
    ("change", "expected"),
    [
        ({}, {"worker": "ok", "clock": "ok", "queue": "ok"}),
        ({"worker_seen_at": NOW - timedelta(minutes=1)}, {"worker": "silent", "clock": "ok", "queue": "ok"}),
        ({"clock_seen_at": None}, {"worker": "ok", "clock": "silent", "queue": "ok"}),
        ({"oldest_due_at": NOW - timedelta(minutes=6)}, {"worker": "ok", "clock": "ok", "queue": "old"}),
    ],
)
def test_silence_and_old_jobs_are_told(change: dict[str, datetime | None], expected: dict[str, str]) -> None:
    state = ProcessState(**{**vars(STATE), **change})  # type: ignore[arg-type]
    assert describe(state, now=NOW) == expected


@pytest.mark.django_db
def test_figures_for_this_machine() -> None:
    Client().get("/healthz")
    text = Client().get("/metrics").content.decode()
    assert 'yinuo_request_seconds_count{method="GET",route="healthz",status="200"}' in text
    assert "yinuo_jobs_due 0.0" in text


@pytest.mark.django_db
def test_figures_for_nobody_else() -> None:
    assert Client(REMOTE_ADDR="192.0.2.7").get("/metrics").status_code == 403


@pytest.mark.parametrize(
    ("settings", "headers", "may"),
    [
        ({}, {}, True),
        ({"YINUO_BEHIND_PROXY": "1"}, {}, False),
        ({"YINUO_METRICS_TOKEN": "t0ken"}, {}, False),
        ({"YINUO_METRICS_TOKEN": "t0ken"}, {"Authorization": "Bearer other"}, False),
        ({"YINUO_METRICS_TOKEN": "t0ken"}, {"Authorization": "Bearer t0ken"}, True),
    ],
)
def test_the_token_of_the_collector(settings: dict[str, str], headers: dict[str, str], may: bool) -> None:
    request = RequestFactory().get("/metrics", headers=headers)
    assert may_read_metrics(request, read_config(settings)) is may


@pytest.mark.django_db
def test_each_request_is_one_line_without_address_or_query() -> None:
    client = signed_in(make_staff(make_office().head, Role.CLERK))
    with structlog.testing.capture_logs() as lines:
        answer = client.get("/no/such/page?phone=13800138000", headers={"X-Request-ID": "abcdefgh-1"})
    [line] = [line for line in lines if line["event"] == "request"]
    assert (line["method"], line["route"], line["status"]) == ("GET", "none", 404)
    assert "13800138000" not in str(lines)
    assert "127.0.0.1" not in str(line)
    assert answer.headers["X-Request-ID"] == "abcdefgh-1"


@pytest.mark.parametrize("given", ["", "short", "x" * 65, "a b c d e f g h", "abcdefgh\tforged"])
def test_a_request_id_that_could_forge_a_line_is_replaced(given: str) -> None:
    answer = Client().get("/healthz", headers={"X-Request-ID": given})
    assert answer.headers["X-Request-ID"] != given
    assert len(answer.headers["X-Request-ID"]) == 36


def test_probes_leave_no_lines() -> None:
    with structlog.testing.capture_logs() as lines:
        Client().get("/healthz")
    assert lines == []


def test_a_method_nobody_knows_makes_no_new_figure() -> None:
    logging.getLogger("django.request").setLevel(logging.CRITICAL)
    assert Client().generic("BREW", "/healthz").status_code == 405
