"""Whatever goes wrong is told in one form, in words of the caller's language, and repeats nothing."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse

from tests.people import make_office
from tests.platform.rest.conftest import Program, make_program
from tests.platform.rest.probe import entries

pytestmark = [pytest.mark.django_db, pytest.mark.urls("tests.platform.rest.probe")]
ADDRESS = "/api/v1/probes"
SECRET = "11010519491231002X"


@pytest.fixture
def program(db: None) -> Program:
    return make_program(make_office().head, "probes:write", "probes:read")


def post(
    program: Program, data: str | bytes, content_type: str = "application/json", **extra: object
) -> HttpResponse:
    return program.call("POST", ADDRESS, data=data, content_type=content_type, **extra)  # type: ignore[arg-type]


def check_problem(answer: HttpResponse, status: int, code: str) -> dict[str, object]:
    assert answer.status_code == status
    assert answer.headers["Content-Type"] == "application/problem+json"
    told: dict[str, object] = answer.json()
    assert told["status"] == status
    assert told["code"] == code
    assert told["type"] == f"urn:yinuo:problem:{code}"
    assert told["title"]
    assert str(told["detail"]).endswith(".")
    assert told["request_id"] == answer.headers["X-Request-ID"]
    assert SECRET not in answer.content.decode()
    assert "no-store" in answer.headers["Cache-Control"]
    return told


def test_a_refusal_of_the_domain_keeps_its_code_and_words(program: Program) -> None:
    told = check_problem(post(program, '{"name": "a", "behaviour": "refuse"}'), 409, "probe.cannot_probe")
    assert told["detail"] == "Not on a Sunday."


def test_an_operation_says_which_status_a_refusal_has(program: Program) -> None:
    check_problem(post(program, '{"name": "a", "behaviour": "miss"}'), 404, "probe.unknown_probe")


def test_all_values_that_do_not_fit_are_named_at_once_without_being_repeated(program: Program) -> None:
    values = {"behaviour": SECRET, "level": SECRET, "due_at": SECRET, "customer_id": SECRET, "colour": SECRET}
    told = check_problem(post(program, json.dumps(values)), 422, "rest.values_do_not_fit")
    errors: list[dict[str, str]] = told["errors"]  # type: ignore[assignment]
    assert {error["pointer"]: error["detail"] for error in errors} == {
        "/name": "This value is needed.",
        "/behaviour": "One of 'work', 'refuse', 'miss', 'fault', 'sleep', 'lose_database' or 'lose_afterwards'.",
        "/level": "Send a whole number.",
        "/due_at": "Send a time such as 2026-03-01T09:30:00+08:00.",
        "/customer_id": "Send a UUID.",
        "/colour": "There is no member of this name.",
    }
    assert {error["in"] for error in errors} == {"body"}


def test_a_member_s_name_is_not_repeated_when_it_may_be_a_value(program: Program) -> None:
    told = check_problem(post(program, json.dumps({"name": "a", SECRET: 1})), 422, "rest.values_do_not_fit")
    assert [error["pointer"] for error in told["errors"]] == [""]  # type: ignore[attr-defined]


def test_a_parameter_that_does_not_fit_is_named(program: Program) -> None:
    told = check_problem(program.get(f"{ADDRESS}?limit=0"), 422, "rest.values_do_not_fit")
    assert told["errors"] == [
        {"in": "query", "pointer": "/limit", "code": "greater_than_equal", "detail": "Not less than 1."}
    ]


@pytest.mark.parametrize(
    "body",
    [
        "{",
        b"\xff\xfe",
        '{"name": NaN}',
        '{"name": "a", "name": "b"}',
        '{"name": "\\ud800"}',
        "[" * 200000,
        '{"level": ' + "9" * 10000 + "}",
    ],
    ids=["cut", "bytes", "nan", "twice", "surrogate", "deep", "long number"],
)
def test_a_body_that_is_not_json_is_refused_in_a_sentence(program: Program, body: str | bytes) -> None:
    check_problem(post(program, body), 400, "rest.unreadable_body")
    assert entries() == 0


@pytest.mark.parametrize(
    ("body", "pointers"),
    [
        ('{"name": "a\\u0000b"}', ["/name"]),
        ('{"name": "a", "\\u0000": 1}', [""]),
        ('{"name": "\\u0000", "more": [1, {"words": "\\u0000"}]}', ["/more/1/words", "/name"]),
    ],
    ids=["value", "name", "below"],
)
def test_u0000_fits_nowhere_and_each_place_is_told(program: Program, body: str, pointers: list[str]) -> None:
    told: Any = check_problem(post(program, body), 422, "rest.values_do_not_fit")
    assert sorted(error["pointer"] for error in told["errors"]) == pointers
    assert entries() == 0


def test_an_escaped_backslash_before_u0000_is_text_like_any_other(program: Program) -> None:
    answer = post(program, '{"name": "\\\\u0000"}')
    assert answer.status_code == 201
    assert answer.json()["name"] == "\\u0000"


@pytest.mark.parametrize("body", ["", "null", "[]", '"a"', "1"])
def test_a_body_that_is_no_object_does_not_fit(program: Program, body: str) -> None:
    told = check_problem(post(program, body), 422, "rest.values_do_not_fit")
    assert [error["pointer"] for error in told["errors"]] == [""]  # type: ignore[attr-defined]


def test_a_form_is_refused(program: Program) -> None:
    check_problem(post(program, "name=a", "application/x-www-form-urlencoded"), 415, "rest.not_json_type")


def test_a_body_of_more_than_a_megabyte_is_refused(program: Program) -> None:
    check_problem(post(program, json.dumps({"name": "a" * 2**20})), 413, "rest.body_too_large")


def test_a_body_without_its_length_is_not_taken_for_none(program: Program) -> None:
    answer = program.call("POST", ADDRESS, headers={"Transfer-Encoding": "chunked"})
    check_problem(answer, 411, "rest.length_needed")


def test_chinese_is_answered_as_chinese(program: Program) -> None:
    assert "张三" in post(program, '{"name": "张三"}').content.decode()


def test_a_method_that_is_not_answered_is_told_with_those_that_are(program: Program) -> None:
    answer = program.call("PUT", ADDRESS)
    check_problem(answer, 405, "rest.method_not_allowed")
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_options_tells_the_methods_without_a_token(program: Program) -> None:
    answer = program.client.options(ADDRESS)
    assert answer.status_code == 204
    assert answer.headers["Allow"] == "GET, HEAD, OPTIONS, POST"


def test_head_answers_like_get_without_content(program: Program) -> None:
    answer = program.call("HEAD", ADDRESS)
    assert answer.status_code == 200
    assert answer.content == b""


@pytest.mark.parametrize(
    "address", ["/api/v1/nowhere", f"{ADDRESS}/not-a-uuid", "/api/v1/a/b/", "/api/v1/cases/a%0Ab"]
)
def test_an_unknown_address_is_told_in_the_same_form(program: Program, address: str) -> None:
    check_problem(program.get(address), 404, "rest.not_found")


def test_what_the_token_may_not_see_looks_like_what_is_not_there(program: Program) -> None:
    check_problem(program.get(f"{ADDRESS}/0198a1b2-0000-7000-8000-000000000000"), 404, "rest.not_found")


@pytest.mark.parametrize("cursor", ["x", "AAAA", "ü", "A" * 1000])
def test_a_made_up_cursor_is_refused(program: Program, cursor: str) -> None:
    check_problem(program.get(f"{ADDRESS}?cursor={cursor}"), 400, "rest.unknown_cursor")


def test_u0000_in_the_address_is_told_too(program: Program) -> None:
    told: Any = check_problem(program.get(f"{ADDRESS}?cursor=a%00b"), 422, "rest.values_do_not_fit")
    assert [(e["in"], e["pointer"]) for e in told["errors"]] == [("query", "/cursor")]
    check_problem(program.get(f"{ADDRESS}/a%00b"), 404, "rest.not_found")


def test_a_fault_tells_an_id_and_nothing_else(program: Program, caplog: pytest.LogCaptureFixture) -> None:
    answer = post(program, json.dumps({"name": SECRET, "behaviour": "fault"}))
    told = check_problem(answer, 500, "rest.unexpected")
    assert "ZeroDivision" not in json.dumps(told)
    assert entries() == 0


def test_words_follow_the_callers_language(program: Program) -> None:
    chinese = Program(token=program.token, language="zh-CN")
    assert program.get("/api/v1/nowhere").headers["Content-Language"] == "en"
    assert chinese.get("/api/v1/nowhere").headers["Content-Language"] == "zh-hans"
