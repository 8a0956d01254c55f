"""A program asks who it is and what it sees."""

from __future__ import annotations

import pytest
from django.test import Client
from pydantic import Field, ValidationError

from tests.people import Office
from tests.platform.rest.conftest import Program, make_program
from yinuo.platform.rest.public import Body

pytestmark = pytest.mark.django_db


def test_a_token_tells_its_program_who_it_is(program: Program, office: Office) -> None:
    answer = program.get("/api/v1/me")
    assert answer.status_code == 200
    told = answer.json()
    assert told["name"] == "Core banking"
    assert told["scopes"] == ["organisation:read"]
    assert told["node_id"] == str(office.head)


def test_a_branch_token_sees_its_branch_alone(office: Office) -> None:
    answer = make_program(office.north).get("/api/v1/organisation")
    assert [unit["code"] for unit in answer.json()["items"]] == ["BJ", "BJ-01"]


def test_pages_follow_each_other_without_gap_or_repetition(program: Program) -> None:
    seen: list[str] = []
    address = "/api/v1/organisation?limit=3"
    while address:
        answer = program.get(address)
        seen += [unit["code"] for unit in answer.json()["items"]]
        link = answer.headers.get("Link", "")
        address = link.partition(">")[0].lstrip("<")
        assert (answer.json()["next_cursor"] is None) == (not address)
    assert seen == ["HQ", "BJ", "BJ-01", "SZ"]


def test_a_session_alone_opens_nothing(office: Office) -> None:
    from tests.people import make_staff, signed_in
    from yinuo.platform.identity.public import Role

    browser = signed_in(make_staff(office.head, Role.SYSTEM_ADMINISTRATOR))
    assert browser.get("/api/v1/me").status_code == 401


def test_the_description_is_public(db: None) -> None:
    answer = Client().get("/api/v1/openapi.json")
    assert answer.status_code == 200
    assert answer.json()["openapi"] == "3.1.0"


def test_blanks_at_the_ends_count_as_described() -> None:
    class Said(Body):
        text: str = Field(min_length=1, max_length=5)

    assert Said(text=" 12 ").text == "12"
    for text in ("  123  ", "     ", "123456"):
        with pytest.raises(ValidationError) as refused:
            Said(text=text)
        assert refused.value.errors()[0]["loc"] == ("text",)
