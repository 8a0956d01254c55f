"""The institution's own programs withdraw, ask for a review and attach files over HTTP."""

from __future__ import annotations

import json
from base64 import b64encode
from typing import Any

import pytest
from django.http import HttpResponse

from tests.bank import Bank
from tests.platform.rest.conftest import Program, make_program
from yinuo.features.cases.models import Case
from yinuo.platform.files.public import files_of
from yinuo.platform.identity.public import SYSTEM, nodes

COMPLAINT = {
    "kind": "COMPLAINT",
    "source": "HOTLINE",
    "text": "年费承诺没有兑现",
    "customer": {"name": "李雷"},
}
ANSWER = "我们核对了录音,当时的承诺属实,年费今天退回。"
PDF = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"


@pytest.fixture
def program(bank: Bank) -> Program:
    return program_of(bank.head, "cases:read", "cases:write")


def program_of(path: str, *scopes: str) -> Program:
    return make_program(next(node for node in nodes(actor=SYSTEM) if node.path == path).id, *scopes)


def post(program: Program, path: str, body: object, **extra: Any) -> HttpResponse:
    return program.call(
        "POST", f"/api/v1{path}", data=json.dumps(body), content_type="application/json", **extra
    )


def opened(program: Program) -> str:
    return json.loads(post(program, "/cases", COMPLAINT).content)["number"]  # type: ignore[no-any-return]


def test_a_case_is_withdrawn_once(program: Program) -> None:
    number = opened(program)
    first = post(program, f"/cases/{number}/withdrawal", {"note": "客户来电撤诉"}, key="w-1")
    assert (first.status_code, json.loads(first.content)["state"]) == (201, "WITHDRAWN")
    assert (
        post(program, f"/cases/{number}/withdrawal", {"note": "客户来电撤诉"}, key="w-1").status_code == 201
    )
    again = post(program, f"/cases/{number}/withdrawal", {})
    assert (again.status_code, json.loads(again.content)["code"]) == (409, "case.cannot_withdraw")
    assert again["Content-Type"].startswith("application/problem+json")


def test_a_decision_is_put_to_review(program: Program) -> None:
    number = opened(program)
    assert post(program, f"/cases/{number}/reviews", {"reason": "没有说明依据"}).status_code == 422
    post(program, f"/cases/{number}/responses", {"text": ANSWER})
    post(program, f"/cases/{number}/resolution", {"cause": "C07"})
    asked = post(program, f"/cases/{number}/reviews", {"reason": "没有说明依据"})
    review = json.loads(asked.content)["number"]
    assert (asked.status_code, asked["Location"]) == (201, f"/api/v1/cases/{review}")
    assert Case.objects.get(number=review).relation == "REVIEW"


def test_a_file_is_looked_into_and_attached(program: Program) -> None:
    number = opened(program)
    path = f"/cases/{number}/attachments"
    kept = post(program, path, {"name": "合同.pdf", "content": b64encode(PDF).decode(), "for_customer": True})
    assert kept.status_code == 201, kept.content
    case = Case.objects.get(number=number)
    assert len(files_of(subject=f"case:{case.pk}", for_customer=True)) == 1
    for content in ("not base64!", b64encode(b"MZ\x90\x00" * 20).decode()):
        assert post(program, path, {"name": "合同.pdf", "content": content}).status_code == 422
    post(program, f"/cases/{number}/withdrawal", {})
    assert post(program, path, {"name": "a.pdf", "content": b64encode(PDF).decode()}).status_code == 409


@pytest.mark.parametrize(
    ("act", "body"),
    [
        ("withdrawal", {}),
        ("reviews", {"reason": "没有说明依据"}),
        ("attachments", {"name": "a.pdf", "content": b64encode(PDF).decode()}),
    ],
)
def test_neither_scope_nor_reach_is_passed_by(bank: Bank, program: Program, act: str, body: object) -> None:
    number = opened(program)
    reader, elsewhere = program_of(bank.head, "cases:read"), program_of(bank.west, "cases:write")
    Case.objects.filter(number=number).update(path=bank.east)
    assert post(reader, f"/cases/{number}/{act}", body).status_code == 403
    assert post(elsewhere, f"/cases/{number}/{act}", body).status_code == 404
    assert Case.objects.get(number=number).state == "OPEN"
