"""A write that is sent again happens once."""

from __future__ import annotations

import json
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta

import pytest
import time_machine
from django.db import connection, connections
from django.http import HttpResponse
from django.utils import timezone

from tests.people import make_office
from tests.platform.rest.conftest import Program, make_program
from tests.platform.rest.probe import entries
from yinuo.platform.rest.housekeeping import forget_old
from yinuo.platform.rest.models import KeptAnswer

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platform.rest.probe")]
ADDRESS = "/api/v1/probes"


@pytest.fixture
def program(db: None) -> Program:
    return make_program(make_office().head, "probes:write", "probes:read")


def leave(program: Program, *, key: str | None = None, **values: object) -> HttpResponse:
    data = json.dumps({"name": "张三", **values})
    return program.call("POST", ADDRESS, key=key, data=data, content_type="application/json")


def test_the_same_request_gets_the_same_answer_and_has_one_effect(program: Program) -> None:
    first, second = leave(program, key="k-1"), leave(program, key="k-1")
    assert first.status_code == second.status_code == 201
    assert first.content == second.content
    assert first.headers["Location"] == second.headers["Location"]
    assert first.headers["Content-Type"] == second.headers["Content-Type"]
    assert "Idempotency-Replayed" not in first.headers
    assert second.headers["Idempotency-Replayed"] == "true"
    assert entries() == 1


def test_without_a_key_each_request_is_its_own(program: Program) -> None:
    leave(program)
    leave(program)
    assert entries() == 2


def test_the_order_of_members_makes_no_other_request(program: Program) -> None:
    one = json.dumps({"name": "a", "level": 2})
    other = '{ "level" : 2, "name": "\\u0061" }'
    answers = [
        program.call("POST", ADDRESS, key="k", data=data, content_type="application/json")
        for data in (one, other)
    ]
    assert answers[0].content == answers[1].content
    assert entries() == 1


def test_the_draft_s_quoted_key_and_the_plain_one_are_the_same(program: Program) -> None:
    leave(program, key='"k-1"')
    assert leave(program, key="k-1").headers["Idempotency-Replayed"] == "true"


def test_the_same_key_with_another_body_is_refused(program: Program) -> None:
    leave(program, key="k-1")
    refused = leave(program, key="k-1", level=2)
    assert refused.status_code == 409
    assert refused.json()["code"] == "rest.idempotency_key_reused"
    assert entries() == 1


def test_the_same_key_at_another_address_is_refused(program: Program) -> None:
    leave(program, key="k-1")
    refused = program.call("DELETE", f"{ADDRESS}/0198a1b2-0000-7000-8000-000000000000", key="k-1")
    assert refused.status_code == 409
    assert entries() == 1


def test_keys_of_other_tokens_do_not_meet(program: Program) -> None:
    leave(program, key="k-1")
    from yinuo.platform.identity.public import SYSTEM, nodes

    other = make_program(nodes(actor=SYSTEM)[0].id, "probes:write")
    assert "Idempotency-Replayed" not in leave(other, key="k-1").headers
    assert entries() == 2


@pytest.mark.parametrize("key", ["", "a b", "x" * 256, "ключ", '"open'])
def test_a_key_that_is_none_is_refused(program: Program, key: str) -> None:
    refused = leave(program, key=key.encode().decode("latin-1"))
    assert refused.status_code == 400
    assert refused.json()["code"] == "rest.bad_idempotency_key"
    assert entries() == 0


def test_an_answer_without_content_is_given_again(program: Program) -> None:
    address = f"{ADDRESS}/0198a1b2-0000-7000-8000-000000000000"
    answers = [program.call("DELETE", address, key="k-1") for _ in range(2)]
    assert [answer.status_code for answer in answers] == [204, 204]
    assert entries() == 1


def test_a_refusal_of_the_operation_is_its_answer(program: Program) -> None:
    first, second = (leave(program, key="k-1", behaviour="refuse") for _ in range(2))
    assert first.status_code == second.status_code == 409
    assert second.json()["code"] == "probe.cannot_probe"
    assert second.headers["Idempotency-Replayed"] == "true"
    assert entries() == 0


def test_a_body_that_did_not_fit_may_be_corrected_under_the_same_key(program: Program) -> None:
    assert leave(program, key="k-1", level=9).status_code == 422
    assert leave(program, key="k-1", level=3).status_code == 201
    assert entries() == 1


def test_after_a_day_the_key_is_free(program: Program) -> None:
    leave(program, key="k-1")
    with time_machine.travel(timezone.now() + timedelta(hours=24, seconds=1)):
        assert "Idempotency-Replayed" not in leave(program, key="k-1", level=2).headers
        assert leave(program, key="k-1", level=2).headers["Idempotency-Replayed"] == "true"
    assert entries() == 2


def test_the_clock_removes_answers_after_their_day(program: Program) -> None:
    leave(program, key="k-1")
    forget_old(timezone.now())
    assert KeptAnswer.objects.count() == 1
    forget_old(timezone.now() + timedelta(hours=24, seconds=1))
    assert KeptAnswer.objects.count() == 0


def test_a_kept_answer_cannot_be_read_in_the_database(program: Program) -> None:
    leave(program, key="张三-no", level=1)
    leave(program, key="k-1")
    row = KeptAnswer.objects.get()
    assert "张三".encode() not in bytes(row.sealed)
    assert b"k-1" not in bytes(row.key_digest)


@pytest.mark.django_db(transaction=True)
def test_a_fault_leaves_neither_effect_nor_answer_and_the_key_free(program: Program) -> None:
    assert leave(program, key="k-1", behaviour="fault").status_code == 500
    assert entries() == 0
    assert KeptAnswer.objects.count() == 0
    assert leave(program, key="k-1").status_code == 201


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("moment", ["lose_database", "lose_afterwards"])
def test_a_lost_database_leaves_neither_effect_nor_answer(program: Program, moment: str) -> None:
    assert leave(program, key="k-1", behaviour=moment).status_code == 500
    connection.close()
    assert entries() == 0
    assert KeptAnswer.objects.count() == 0
    assert leave(program, key="k-1", behaviour="work").status_code == 201
    assert entries() == 1


@pytest.mark.django_db(transaction=True)
def test_many_at_once_with_one_key_have_one_effect(program: Program) -> None:
    def send(_number: int) -> HttpResponse:
        try:
            return leave(Program(token=program.token), key="k-1", behaviour="sleep")
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        answers = list(pool.map(send, range(6)))
    assert entries() == 1
    assert sorted(answer.status_code for answer in answers)[0] == 201
    for answer in answers:
        if answer.status_code != 201:
            assert answer.json()["code"] == "rest.idempotency_key_in_use"
            assert answer.headers["Retry-After"] == "1"
    assert leave(program, key="k-1", behaviour="sleep").headers["Idempotency-Replayed"] == "true"


@pytest.mark.django_db(transaction=True)
def test_the_first_writes_of_a_token_may_come_at_once(program: Program) -> None:
    def send(number: int) -> int:
        try:
            return leave(Program(token=program.token), key=f"k-{number}").status_code
        finally:
            connections.close_all()

    with ThreadPoolExecutor(6) as pool:
        assert set(pool.map(send, range(12))) == {201}
    assert entries() == 12
