"""The institution's own programs open, answer and resolve cases over HTTP."""

from __future__ import annotations

import json
from typing import Any

import pytest
from django.http import HttpResponse

from tests.bank import Bank
from tests.platform.rest.conftest import Program, make_program
from yinuo.features.cases.models import Case
from yinuo.platform.audit.standalone import verify
from yinuo.platform.identity.public import SYSTEM, nodes

ANSWER = "我们核对了录音,当时的承诺属实,年费今天退回。"
COMPLAINT = {
    "kind": "COMPLAINT",
    "source": "HOTLINE",
    "text": "年费承诺没有兑现,电话13812345678",
    "customer": {"name": "李雷", "phone": "13812345678"},
}


@pytest.fixture
def program(bank: Bank) -> Program:
    head = next(node for node in nodes(actor=SYSTEM) if node.path == bank.head)
    return make_program(head.id, "cases:read", "cases:write")


def post(program: Program, path: str, body: object, **extra: Any) -> HttpResponse:
    return program.call(
        "POST", f"/api/v1{path}", data=json.dumps(body), content_type="application/json", **extra
    )


def opened(program: Program, **change: object) -> dict[str, Any]:
    answer = post(program, "/cases", {**COMPLAINT, **change})
    assert answer.status_code == 201, answer.content
    return json.loads(answer.content)  # type: ignore[no-any-return]


def test_a_complaint_is_taken_up_with_a_receipt(program: Program) -> None:
    receipt = opened(program)
    assert receipt["number"].startswith("TS-")
    assert [promise["policy"] for promise in receipt["promises"]] == [
        "complaint.first_response",
        "complaint.decision",
    ]
    assert program.client.get(receipt["tracking_url"]).status_code == 200


def test_the_same_key_opens_one_case(program: Program) -> None:
    first = post(program, "/cases", COMPLAINT, key="a-1")
    again = post(program, "/cases", COMPLAINT, key="a-1")
    other = post(program, "/cases", {**COMPLAINT, "text": "另一件事"}, key="a-1")
    assert (first.status_code, again.status_code, other.status_code) == (201, 201, 409)
    assert first.content == again.content
    assert Case.objects.count() == 1


def test_the_whole_walk(program: Program) -> None:
    number = opened(program)["number"]
    assert post(program, f"/cases/{number}/notes", {"text": "请查录音"}).status_code == 201
    sent = post(program, f"/cases/{number}/responses", {"text": ANSWER})
    assert json.loads(sent.content)["settled"]["state"] == "KEPT"
    done = post(program, f"/cases/{number}/resolution", {"cause": "C07"})
    shown = json.loads(done.content)
    assert (shown["state"], [message["kind"] for message in shown["messages"]]) == (
        "RESOLVED",
        ["CUSTOMER", "NOTE", "REPLY"],
    )
    assert shown["events"][0]["action"] == "case.opened"


def test_answers_hold_no_clear_personal_data(program: Program) -> None:
    number = opened(program)["number"]
    for path in (f"/api/v1/cases/{number}", "/api/v1/cases"):
        text = json.dumps(json.loads(program.get(path).content), ensure_ascii=False)
        assert "13812345678" not in text
        assert "李雷" not in text
        assert "李*" in text


@pytest.mark.parametrize(
    ("change", "code"),
    [
        ({"text": "  "}, 422),
        ({"kind": "NONSENSE"}, 422),
        ({"customer": {"phone": "12"}}, 422),
        ({"voiced_at": "2999-01-01T00:00:00Z"}, 422),
        ({"voiced_at": "2026-01-01T00:00:00"}, 422),
        ({"unknown": 1}, 422),
    ],
)
def test_a_bad_filing_says_why_and_leaves_nothing(
    program: Program, change: dict[str, object], code: int
) -> None:
    answer = post(program, "/cases", {**COMPLAINT, **change})
    assert answer.status_code == code
    assert answer["Content-Type"].startswith("application/problem+json")
    assert not Case.objects.exists()


def test_lists_page_without_gaps(program: Program) -> None:
    made = [opened(program)["number"] for _ in range(5)]
    seen: list[str] = []
    url: str | None = "/api/v1/cases?limit=2"
    while url:
        page = json.loads(program.get(url).content)
        seen += [case["number"] for case in page["items"]]
        url = f"/api/v1/cases?limit=2&cursor={page['next_cursor']}" if page["next_cursor"] else None
    assert seen == made[::-1]


def test_a_branch_program_sees_its_branch_alone(bank: Bank, program: Program) -> None:
    west = next(node for node in nodes(actor=SYSTEM) if node.path == bank.west)
    stranger = make_program(west.id, "cases:read", "cases:write")
    east = next(node for node in nodes(actor=SYSTEM) if node.path == bank.east)
    number = opened(make_program(east.id, "cases:write"))["number"]
    assert stranger.get(f"/api/v1/cases/{number}").status_code == 404
    assert post(stranger, f"/cases/{number}/responses", {"text": ANSWER}).status_code == 404
    assert program.get(f"/api/v1/cases/{number}").status_code == 200


def test_a_reading_token_writes_nothing(bank: Bank, program: Program) -> None:
    head = next(node for node in nodes(actor=SYSTEM) if node.path == bank.head)
    reader = make_program(head.id, "cases:read")
    assert post(reader, "/cases", COMPLAINT).status_code == 403
    assert not Case.objects.exists()


def test_a_program_gets_a_receipt_that_proves_itself(bank: Bank, program: Program) -> None:
    number = opened(program)["number"]
    answer = program.get(f"/api/v1/cases/{number}/receipt")
    assert answer.status_code == 200, answer.content
    said, findings = verify.verify_receipt(json.loads(answer.content))
    assert findings == []
    assert said[-1]["action"] == "receipt.sealed"
    west = next(node for node in nodes(actor=SYSTEM) if node.path == bank.west)
    stranger = make_program(west.id, "cases:read")
    assert stranger.get(f"/api/v1/cases/{number}/receipt").status_code == 404


def test_a_program_names_the_colleagues_whom_a_case_is_about(bank: Bank, program: Program) -> None:
    number = opened(program, concerns=["S000", "s002", "S000"])["number"]  # east one, east head
    case = Case.objects.get(number=number)
    assert set(case.concerns) == {bank.people["east one"], bank.people["east head"]}
    assert len(case.concerns) == 2
    assert case.owner_id not in case.concerns
    handed = post(program, f"/cases/{number}/assignments", {"owner_id": str(bank.people["east one"])})
    assert handed.status_code == 422


def test_a_concerned_number_that_nobody_has_opens_nothing(bank: Bank, program: Program) -> None:
    refused = post(program, "/cases", {**COMPLAINT, "concerns": ["李雷-13812345678"]})
    assert refused.status_code == 422
    assert json.loads(refused.content)["code"] == "case.cannot_open"
    assert "13812345678" not in refused.content.decode()
    assert post(program, "/cases", {**COMPLAINT, "concerns": ["x"] * 21}).status_code == 422
    assert not Case.objects.exists()


def test_a_case_arrives_classified_where_the_caller_decided(program: Program) -> None:
    chosen = {"category": "B0302", "cause": "C07", "sensitivity": ["Z01"]}
    receipt = opened(program, classification=chosen, level="MAJOR")
    shown = json.loads(program.get(f"/api/v1/cases/{receipt['number']}").content)
    assert shown["classification"] == {"business_channel": "", "demand": "", **chosen}
    assert (shown["level"], shown["source"]) == ("MAJOR", "HOTLINE")
    assert [event["action"] for event in shown["events"]][-1] == "case.classified"
    assert [one["due_at"] for one in shown["promises"]] == [one["due_at"] for one in receipt["promises"]]


@pytest.mark.parametrize(
    "wrong", [{"category": "C07"}, {"category": ""}, {"cause": "C07"}, {"category": "B0302", "demand": "A01"}]
)
def test_a_case_with_a_code_that_is_none_is_not_opened(program: Program, wrong: dict[str, str]) -> None:
    answer = post(program, "/cases", {**COMPLAINT, "classification": wrong})
    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_list_answers_everything_that_is_asked(bank: Bank, program: Program) -> None:
    plain = opened(program)["number"]
    major = opened(program, level="MAJOR", classification={"category": "B0302"})["number"]
    asked = opened(program, kind="CONSULTATION", source="EMAIL")["number"]
    post(program, f"/cases/{plain}/responses", {"text": ANSWER})
    post(program, f"/cases/{major}/assignments", {"owner": "s000"})

    def listed(query: str) -> list[str]:
        page = program.get(f"/api/v1/cases?{query}")
        assert page.status_code == 200, page.content
        return [case["number"] for case in json.loads(page.content)["items"]]

    assert listed("kind=CONSULTATION") == [asked]
    assert listed("source=EMAIL") == [asked]
    assert listed("state=ANSWERED") == [plain]
    assert listed("level=MAJOR") == listed("category=B03") == [major]
    assert major in listed("owner=S000")
    assert listed("owner=S000&level=MAJOR&state=OPEN") == [major]
    assert listed("level=MAJOR&kind=CONSULTATION") == []
    assert listed("due=overdue") == []
    assert set(listed("due=later")) == {plain, major, asked}
    assert major not in listed("owner=NOBODY")
    assert major in listed(f"unit={code_of(bank.east)}")
    assert listed(f"unit={code_of(bank.west)}&level=MAJOR") == []


def code_of(path: str) -> str:
    return next(node.code for node in nodes(actor=SYSTEM) if node.path == path)


@pytest.mark.parametrize(
    "query", ["kind=COMPLANT", "state=open", "owner=nobody-has-this", "unit=%00", "category=C07", "owner=%00"]
)
def test_a_list_does_not_overlook_what_it_cannot_answer(program: Program, query: str) -> None:
    assert program.get(f"/api/v1/cases?{query}").status_code in (400, 422)


def test_a_case_is_handed_over_with_a_note(bank: Bank, program: Program) -> None:
    number = opened(program)["number"]
    body = {"owner": "S000", "note": "客户下午三点后方便接电话"}
    handed = post(program, f"/cases/{number}/assignments", body)
    shown = json.loads(handed.content)
    assert (shown["owner_name"], shown["messages"][-1]["kind"]) == ("east one", "NOTE")
    both = {"owner": "S000", "owner_id": str(bank.people["east one"])}
    for wrong in ({}, both, {"owner": "S999"}, {"owner": "S000", "note": "字" * 20_001}):
        assert post(program, f"/cases/{number}/assignments", wrong).status_code == 422
