"""A write and its jobs happen together or not at all, whoever is killed at which moment."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys
from contextlib import suppress
from datetime import timedelta
from urllib.parse import quote

import pytest
from django.db import connection
from django.db.transaction import TransactionManagementError
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.platform.jobs import deeds
from yinuo.platform.jobs.housekeeping import rescue_jobs
from yinuo.platform.jobs.models import Beat
from yinuo.platform.jobs.processes.worker import work
from yinuo.platform.jobs.public import attempt, defer, process_state, transaction

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture(autouse=True)
def _nothing_done() -> None:
    deeds.done.clear()


def run_jobs() -> None:
    asyncio.run(work(until_idle=True))


def jobs() -> list[tuple[str, str]]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT task_name, status::text FROM procrastinate_jobs ORDER BY id")
        return cursor.fetchall()


def test_a_write_that_is_rolled_back_leaves_no_job() -> None:
    with suppress(ArithmeticError), transaction():
        deeds.write("rolled back")
        raise ArithmeticError
    run_jobs()
    assert not Beat.objects.exists()
    assert jobs() == []
    assert deeds.done == []


def test_a_committed_job_runs_once_exactly_as_stored() -> None:
    with transaction():
        deeds.write("committed")
        assert deeds.done == []
    run_jobs()
    run_jobs()
    assert deeds.done == [{"name": "committed", "number": 7, "nested": {"text": "一诺千金"}}]
    assert jobs() == [], "what succeeded is forgotten"


def test_what_a_part_of_a_write_refuses_ends_the_whole_write() -> None:
    @transaction()
    def go_on() -> None:
        deeds.write("the whole")
        with suppress(ArithmeticError), transaction():
            raise ArithmeticError
        deeds.write("as if nothing had happened")

    with pytest.raises(TransactionManagementError):
        go_on()
    assert not Beat.objects.exists()


def test_an_attempt_that_is_refused_leaves_nothing_and_the_rest_goes_on() -> None:
    with transaction():
        deeds.write("the whole")
        with suppress(ArithmeticError), attempt(), transaction():
            deeds.write("the attempt")
            raise ArithmeticError
    run_jobs()
    assert [call["name"] for call in deeds.done] == ["the whole"]


def test_a_part_of_a_write_costs_no_savepoint() -> None:
    with transaction(), CaptureQueriesContext(connection) as queries, transaction():
        deeds.write("inside")
    assert not [query for query in queries.captured_queries if "SAVEPOINT" in query["sql"]]


def test_a_job_for_later_waits() -> None:
    now = timezone.now()
    with transaction():
        defer(deeds.note, at=now + timedelta(hours=1))
    run_jobs()
    assert deeds.done == []
    assert process_state(now=now).due == 0
    assert process_state(now=now + timedelta(hours=2)).due == 1


def test_what_a_job_defers_belongs_to_the_transaction_of_the_job() -> None:
    with transaction():
        defer(deeds.defer_and_fail)
        defer(deeds.defer_and_commit)
    run_jobs()
    run_jobs()
    assert deeds.done == [{"by": "a job"}]
    assert [name.rpartition(".")[2] for name, _ in jobs()] == ["defer_and_fail"], "it will be tried again"


@pytest.mark.parametrize(("commit", "expected"), [(False, 0), (True, 1)])
def test_a_process_killed_around_its_commit_leaves_both_or_neither(commit: bool, expected: int) -> None:
    script = (
        "import django; django.setup()\n"
        "from tests.platform.jobs import deeds\n"
        f"deeds.write_and_wait(commit={commit})\n"
    )
    with subprocess.Popen(
        [sys.executable, "-c", script], env=this_database(), stdout=subprocess.PIPE
    ) as victim:
        assert victim.stdout is not None
        assert victim.stdout.readline() == b"now\n"
        victim.kill()
    assert Beat.objects.count() == expected
    assert len(jobs()) == expected
    run_jobs()
    assert [call["name"] for call in deeds.done] == ["kill test"] * expected


def test_a_job_whose_worker_was_killed_is_run_by_another() -> None:
    with transaction():
        defer(deeds.note, by="a dead worker")
    with connection.cursor() as cursor:
        cursor.execute(
            "INSERT INTO procrastinate_workers (last_heartbeat) VALUES (now() - interval '5 minutes') RETURNING id"
        )
        [(worker,)] = cursor.fetchall()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    run_jobs()
    assert deeds.done == []
    rescue_jobs(timezone.now())
    run_jobs()
    assert deeds.done == [{"by": "a dead worker"}]


def test_a_job_whose_worker_lives_is_left_to_it() -> None:
    with transaction():
        defer(deeds.note)
    with connection.cursor() as cursor:
        cursor.execute("INSERT INTO procrastinate_workers DEFAULT VALUES RETURNING id")
        [(worker,)] = cursor.fetchall()
        cursor.execute("UPDATE procrastinate_jobs SET status = 'doing', worker_id = %s", [worker])
    rescue_jobs(timezone.now())
    assert [status for _, status in jobs()] == ["doing"]


def this_database() -> dict[str, str]:
    """An environment in which another process works on this test's database."""
    parts = connection.settings_dict
    name, host = parts["NAME"], quote(parts["HOST"], safe="")
    user, port = parts["USER"], parts["PORT"]
    url = f"postgresql://{user}@/{name}?host={host}" + (f"&port={port}" if port else "")
    return os.environ | {"DATABASE_URL": url, "PGPASSWORD": parts["PASSWORD"]}
