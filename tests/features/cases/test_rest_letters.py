"""Another program writes a letter in a person's name, reads it, and reports how it was delivered."""

from __future__ import annotations

import json
from base64 import b64decode
from hashlib import sha256
from uuid import uuid4

import pytest

from tests.bank import Bank
from tests.features.cases.test_rest_acts import ANSWER, opened, post, program_of
from tests.platform.rest.conftest import Program
from yinuo.features.cases.models import Case, Letter
from yinuo.platform.audit.public import records_of

pytestmark = pytest.mark.django_db
WORDS = {"found": "录音属实", "decided": "退还年费并致歉", "basis": "合同第三条"}


@pytest.fixture
def program(bank: Bank) -> Program:
    return program_of(bank.head, "cases:read", "cases:write")


@pytest.fixture
def number(program: Program) -> str:
    number = opened(program)
    post(program, f"/cases/{number}/responses", {"text": ANSWER})
    return number


def test_it_is_written_read_and_delivered(program: Program, number: str) -> None:
    made = post(program, f"/cases/{number}/letters", WORDS)
    letter = json.loads(made.content)
    assert (made.status_code, letter["state"], letter["deliveries"]) == (201, "ISSUED", [])
    case = Case.objects.get(number=number)
    assert Letter.objects.get().written_by == case.owner_id
    assert records_of(f"case:{case.pk}")[-1].action == "case.letter_came_in"
    shown = json.loads(program.call("GET", made["Location"]).content)
    content = b64decode(shown["content"])
    assert content.startswith(b"%PDF")
    assert shown["letter"]["sha256"] == letter["sha256"] == sha256(content).hexdigest()
    assert records_of(f"case:{case.pk}")[-1].action == "file.read"
    path = f"/cases/{number}/letters/{letter['id']}/deliveries"
    attempt = {"way": "POSTED", "outcome": "REACHED", "proof": "EMS 1，电话13812345678"}
    delivered = json.loads(post(program, path, attempt).content)
    assert delivered["delivered_at"]
    assert "13812345678" not in json.dumps(delivered)
    listed = json.loads(program.call("GET", f"/api/v1/cases/{number}/letters").content)["items"]
    assert [one["deliveries"][0]["way"] for one in listed] == ["POSTED"]


def test_a_letter_of_weight_waits_for_a_person(program: Program, number: str) -> None:
    Case.objects.filter(number=number).update(level="MAJOR")
    refused = post(program, f"/cases/{number}/letters", WORDS)
    assert (refused.status_code, json.loads(refused.content)["code"]) == (422, "approval.cannot_request")
    made = json.loads(post(program, f"/cases/{number}/letters", WORDS | {"why": "请复核后签发"}).content)
    assert made["state"] == "WAITING"
    path = f"/cases/{number}/letters/{made['id']}/deliveries"
    attempt = {"way": "POSTED", "outcome": "REACHED", "proof": "EMS 1"}
    assert post(program, path, attempt).status_code == 422


def test_what_cannot_be_is_refused(bank: Bank, program: Program, number: str) -> None:
    path = f"/cases/{number}/letters"
    assert post(program, path, WORDS | {"found": " "}).status_code == 422
    assert post(program, path, WORDS | {"written_by": "nobody"}).status_code == 422
    assert post(program, path, WORDS | {"language": "fr"}).status_code == 422
    assert not Letter.objects.exists()
    letter = json.loads(post(program, path, WORDS).content)["id"]
    deliveries = f"{path}/{letter}/deliveries"
    attempt = {"way": "POSTED", "outcome": "REACHED", "proof": "EMS 1"}
    assert post(program, deliveries, attempt | {"at": "2020-01-01T00:00:00Z"}).status_code == 422
    assert post(program, deliveries, attempt | {"way": "DOWNLOADED"}).status_code == 422
    assert post(program, f"{path}/{uuid4()}/deliveries", attempt).status_code == 404
    assert program.call("GET", f"/api/v1{path}/{uuid4()}").status_code == 404
    reader = program_of(bank.head, "cases:read")
    assert post(reader, path, WORDS).status_code == 403
    assert post(reader, deliveries, attempt).status_code == 403
    stranger = program_of(
        bank.west if Case.objects.get(number=number).path != bank.west else bank.east, "cases:read"
    )
    assert stranger.call("GET", f"/api/v1{path}").status_code == 404
    assert stranger.call("GET", f"/api/v1{path}/{letter}").status_code == 404
