"""A token opens what it was given for, while it lasts; nothing else opens anything."""

from __future__ import annotations

from datetime import timedelta

import pytest
import structlog
import time_machine
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.counting import counted
from tests.people import Office, make_office, make_staff, signed_in
from tests.platform.rest import probe
from tests.platform.rest.conftest import Program, make_program
from yinuo.platform.identity.public import SYSTEM, Role, api_tokens, revoke_token
from yinuo.platform.identity.tokens import new_token_text

pytestmark = [pytest.mark.django_db, pytest.mark.urls(probe.__name__)]
ADDRESS = "/api/v1/probes"


@pytest.fixture
def office(db: None) -> Office:
    return make_office()


@pytest.fixture
def reader(office: Office) -> Program:
    return make_program(office.head, "probes:read")


def refused(answer: HttpResponse) -> bool:
    return answer.status_code == 401 and answer.headers["WWW-Authenticate"].startswith("Bearer")


def revoke_all() -> None:
    for token in api_tokens(actor=SYSTEM, now=timezone.now()):
        revoke_token(token_id=token.id, actor=SYSTEM, now=timezone.now())


def test_a_revoked_token_is_refused_at_once(reader: Program) -> None:
    assert reader.get(ADDRESS).status_code == 200
    revoke_all()
    assert refused(reader.get(ADDRESS))


def test_an_expired_token_is_refused(reader: Program) -> None:
    with time_machine.travel(timezone.now() + timedelta(days=30, seconds=1)):
        assert refused(reader.get(ADDRESS))


@pytest.mark.parametrize(
    "header",
    [
        "",
        "Bearer",
        "Bearer ",
        "Basic dXNlcjpwYXNz",
        "Bearer yin_short",
        "Bearer a b",
        "Bearer \u00e9",
        "Token {}",
        "{}",
    ],
)
def test_what_is_no_bearer_token_is_refused(reader: Program, header: str) -> None:
    assert refused(reader.get(ADDRESS, headers={"Authorization": header.format(reader.token)}))


def test_a_well_formed_token_that_nobody_gave_out_is_refused(office: Office) -> None:
    assert refused(Program(token=new_token_text()).get(ADDRESS))


def test_a_mistyped_token_is_refused_without_a_look_into_the_tokens(reader: Program) -> None:
    last = "a" if reader.token[-1] != "a" else "b"
    with counted() as queries:
        assert refused(Program(token=reader.token[:-1] + last).get(ADDRESS))
    assert not [query for query in queries if "identity_apitoken" in query["sql"]]


def test_a_token_does_only_what_its_scopes_name(reader: Program) -> None:
    answer = reader.call("POST", ADDRESS, data='{"name": "a"}', content_type="application/json")
    assert answer.status_code == 403
    assert answer.json()["code"] == "rest.scope_missing"
    assert 'scope="probes:write"' in answer.headers["WWW-Authenticate"]


def test_a_signed_in_administrator_without_a_token_is_refused(office: Office) -> None:
    browser = signed_in(make_staff(office.head, Role.SYSTEM_ADMINISTRATOR))
    assert refused(browser.get(ADDRESS))
    assert refused(browser.post(ADDRESS, {"name": "a"}, content_type="application/json"))


def test_a_session_beside_a_token_adds_nothing(office: Office, reader: Program) -> None:
    signed_in(make_staff(office.head, Role.SYSTEM_ADMINISTRATOR), reader.client)
    assert reader.call("POST", ADDRESS, data="{}", content_type="application/json").status_code == 403


def test_no_answer_sets_a_cookie(reader: Program) -> None:
    assert not reader.get(ADDRESS).cookies
    assert not Client().get(ADDRESS).cookies


def test_use_is_noted_once_a_minute(reader: Program) -> None:
    def last_use() -> object:
        return api_tokens(actor=SYSTEM, now=timezone.now())[0].last_used_at

    start = timezone.now()
    with time_machine.travel(start, tick=False):
        reader.get(ADDRESS)
    with time_machine.travel(start + timedelta(seconds=59), tick=False):
        reader.get(ADDRESS)
        assert last_use() == start
    with time_machine.travel(start + timedelta(seconds=60), tick=False):
        reader.get(ADDRESS)
        assert last_use() == start + timedelta(seconds=60)


def test_a_read_costs_one_statement_around_the_operation(reader: Program) -> None:
    reader.get(ADDRESS)
    with counted() as queries:
        reader.get("/api/v1/nowhere")
    assert len(queries) == 1  # the token with its allowance


def test_neither_log_nor_answer_repeats_a_token(reader: Program, capfd: pytest.CaptureFixture[str]) -> None:
    stranger = new_token_text()
    with structlog.testing.capture_logs() as logs:
        answers = [
            reader.get(ADDRESS),
            Program(token=stranger).get(ADDRESS),
            Program(token=stranger).get("/api/v1/x"),
        ]
    told = repr(logs) + "".join(capfd.readouterr())
    for answer in answers:
        told += answer.content.decode() + repr(dict(answer.headers))
    for token in (reader.token, stranger):
        assert token not in told
        assert token[4:30] not in told
