"""Writes that do not wait for each other: refused as others are, and nothing of them stays."""

from __future__ import annotations

import pytest
from django.db import IntegrityError, connection
from django.test.utils import CaptureQueriesContext

from yinuo.platform.identity.models import Skill
from yinuo.platform.jobs.public import (
    Call,
    NoTransaction,
    ask,
    ask_calls,
    attempt,
    insert_rows,
    make_call,
    prepared_cursor,
    sending_ahead,
    transaction,
)
from yinuo.platform.jobs.transactions import SendingAhead, after_sending

pytestmark = pytest.mark.django_db(transaction=True)


def skill(code: str) -> Skill:
    return Skill(code=code, name=code.lower())


def test_what_is_sent_ahead_is_there() -> None:
    with transaction():
        with sending_ahead():
            insert_rows([skill("A"), skill("B")])
            insert_rows([skill("C")])
            assert Skill.objects.count() == 3, "who reads waits for what was sent"
            insert_rows([skill("D")])
        insert_rows([skill("E")])
    assert list(Skill.objects.values_list("name", flat=True)) == ["a", "b", "c", "d", "e"]


@pytest.mark.parametrize("reads", [True, False])
def test_what_the_database_refuses_leaves_nothing(reads: bool) -> None:
    Skill.objects.create(code="A", name="a")

    def write() -> None:
        with transaction(), sending_ahead():
            insert_rows([skill("B")])
            insert_rows([skill("A")])
            if reads:
                Skill.objects.count()
                pytest.fail("the answer came before the refusal")

    with pytest.raises(IntegrityError):
        write()
    assert Skill.objects.count() == 1
    with transaction(), sending_ahead():
        insert_rows([skill("C")])
    assert Skill.objects.count() == 2, "the connection is as good as before"


def test_calls_go_together_in_their_order_and_before_those_that_answer() -> None:
    def added(number: int) -> Call:
        return Call(
            sql="set_config('test.said', current_setting('test.said', true) || %s, false)",
            params=[f"{number}"],
        )

    with CaptureQueriesContext(connection) as asked, transaction():
        make_call(Call(sql="set_config('test.said', %s, false)", params=["0"]))
        with sending_ahead():
            make_call(added(1))
            make_call(added(2))
            assert ask_calls([added(3)]) == ["0123"]
            make_call(added(4))
            make_call(added(5))
    statements = [one["sql"] for one in asked if "set_config" in one["sql"]]
    assert [sql.count("set_config") for sql in statements] == [1, 3, 2]
    assert ask("SELECT current_setting('test.said')", []).rows() == [("012345",)]


def test_calls_of_a_write_that_fails_are_not_made_later() -> None:
    def fail() -> None:
        with transaction(), sending_ahead():
            make_call(Call(sql="set_config('test.failed', %s, false)", params=["made"]))
            raise ZeroDivisionError

    with pytest.raises(ZeroDivisionError):
        fail()
    with CaptureQueriesContext(connection) as asked, transaction(), sending_ahead():
        make_call(Call(sql="set_config('test.other', %s, false)", params=["made"]))
    assert [one["sql"].count("set_config") for one in asked if "set_config" in one["sql"]] == [1]


def test_jobs_are_deferred_once_nothing_is_sent_ahead_any_more() -> None:
    done: list[str] = []
    with transaction():
        with sending_ahead():
            after_sending(lambda: done.append("job"))
            with sending_ahead():
                done.append("part")
        done.append("rest")
        after_sending(lambda: done.append("at once"))
    assert done == ["part", "job", "rest", "at once"]


def test_nothing_is_attempted_while_writes_are_sent_ahead() -> None:
    with transaction(), sending_ahead(), pytest.raises(SendingAhead), attempt():
        pytest.fail("what was sent before would be refused with it")


def test_it_is_part_of_a_write() -> None:
    with pytest.raises(NoTransaction), sending_ahead():
        pytest.fail("there is no write that it could be part of")


def test_the_server_plans_a_prepared_statement_once_and_the_log_of_queries_knows_it() -> None:
    with CaptureQueriesContext(connection) as asked:
        for number in range(5):
            with prepared_cursor() as cursor:
                cursor.execute("SELECT %s::int + 1", [number])
                assert cursor.fetchone() == (number + 1,)
    assert [query["sql"] for query in asked.captured_queries] == ["SELECT $1::int + 1"] * 5
    with connection.cursor() as cursor:
        cursor.execute("SELECT count(*) FROM pg_prepared_statements WHERE statement = 'SELECT $1::int + 1'")
        assert cursor.fetchone() == (1,)
