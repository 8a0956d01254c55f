"""The same record for other programs: masked, scoped, within reach."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.bank import Bank
from tests.core.customers.conftest import Register
from yinuo.core.customers.models import Detail
from yinuo.platform.identity.public import SYSTEM, create_token, nodes


def program(bank: Bank, path: str, *scopes: str) -> Client:
    node = next(node.id for node in nodes(actor=SYSTEM) if node.path == path)
    now = timezone.now()
    token = create_token(
        name="core", scopes=scopes, node_id=node, expires_at=now + timedelta(days=1), actor=SYSTEM, now=now
    )
    return Client(headers={"Authorization": f"Bearer {token.text}"})


def test_a_program_adds_reads_and_changes(bank: Bank) -> None:
    core = program(bank, bank.east, "customers:read", "customers:write")
    body = {"name": "李雷", "phone": "13812345678", "number": "C1"}
    made = core.post("/api/v1/customers", body, content_type="application/json")
    assert made.status_code == 201, made.content
    address = made["Location"]
    shown = core.get(address).json()
    assert "13812345678" not in str(shown)
    assert [detail["mask"] for detail in shown["details"] if detail["kind"] == "PHONE"] == ["138****5678"]
    changed = core.patch(
        address, {"tier": "金卡", "revision": shown["revision"]}, content_type="application/json"
    )
    assert changed.json()["tier"] == "金卡"
    late = core.patch(
        address, {"tier": "白金", "revision": shown["revision"]}, content_type="application/json"
    )
    assert (late.status_code, late.json()["code"]) == (409, "customer.changed_meanwhile")
    word = {"purpose": "SURVEY", "channel": "ANY", "given": True, "proof": "PORTAL"}
    said = core.post(f"{address}/consents", word, content_type="application/json")
    assert said.json()["consents"][0]["given"] is True
    assert len(core.get(f"{address}/consents").json()) == 1
    listed = core.get("/api/v1/customers?tier=金卡").json()
    assert [row["id"] for row in listed["items"]] == [shown["id"]]


@pytest.mark.parametrize("path", ["", "/consents"])
def test_another_branch_and_other_scopes_get_nothing(path: str, register: Register, bank: Bank) -> None:
    customer = register(name="李雷")
    west = program(bank, bank.west, "customers:read", "customers:write")
    assert west.get(f"/api/v1/customers/{customer}{path}").status_code == 404
    assert west.get("/api/v1/customers").json()["items"] == []
    body = {"tier": "金卡"}
    answer = west.patch(f"/api/v1/customers/{customer}", body, content_type="application/json")
    assert answer.status_code == 404
    cases_only = program(bank, bank.east, "cases:read")
    assert cases_only.get(f"/api/v1/customers/{customer}{path}").status_code == 403


def test_somebody_of_another_branch_is_neither_shown_nor_added_to(register: Register, bank: Bank) -> None:
    known = register(name="李雷", number="C1")
    west = program(bank, bank.west, "customers:read", "customers:write")
    body = {"name": "李雷", "number": "C1", "phone": "13812345678"}
    answer = west.post("/api/v1/customers", body, content_type="application/json")
    assert (answer.status_code, answer.json()["code"]) == (409, "customer.of_another_unit")
    assert "Location" not in answer
    assert str(known) not in answer.content.decode()
    assert not Detail.objects.filter(customer=known, kind="PHONE").exists()
