"""When the holder of the keys does not answer nothing opens or is half-written; afterwards everything goes on."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from django.conf import settings
from django.http import HttpResponse
from django.utils import timezone

from tests.bank import Bank, found_bank
from tests.people import signed_in
from tests.platform.rest.conftest import Program, make_program
from tests.platform.vault.houses import forget
from yinuo.core.customers.models import Customer
from yinuo.core.customers.public import CustomerDetails, register_customer
from yinuo.features.cases.models import Case
from yinuo.platform.audit.models import PendingEntry
from yinuo.platform.identity.public import SYSTEM, nodes
from yinuo.platform.vault.models import DataKey

pytestmark = pytest.mark.django_db
COMPLAINT = {
    "kind": "COMPLAINT",
    "source": "HOTLINE",
    "text": "年费承诺没有兑现",
    "customer": {"name": "韩梅梅", "phone": "13987654321"},
}


@pytest.fixture
def bank() -> Bank:
    return found_bank()


@contextmanager
def keys_away() -> Iterator[None]:
    """The key file is gone, and whoever looks has nothing of it in memory."""
    path = Path(settings.CONFIG.home) / "keys" / "vault.json"
    aside = path.rename(path.with_suffix(".away"))
    forget()
    try:
        yield
    finally:
        aside.rename(path)


def counted() -> tuple[int, ...]:
    return tuple(model.objects.count() for model in (Customer, Case, DataKey, PendingEntry))


def filed(program: Program, key: str) -> HttpResponse:
    return program.call(
        "POST", "/api/v1/cases", data=json.dumps(COMPLAINT), content_type="application/json", key=key
    )


def test_pages_say_so_and_open_again_by_themselves(bank: Bank) -> None:
    details = CustomerDetails(name="李雷", phone="13812345678")
    register_customer(details=details, path=bank.east, actor=SYSTEM, now=timezone.now())
    browser = signed_in(bank.actor("east head"))
    new = {"name": "韩梅梅", "phone": "13987654321", "kind": "PERSON", "state": "ACTIVE"}
    with keys_away():
        before = counted()
        answer = browser.post("/customers/search/", {"value": "13812345678"})
        page = answer.content.decode()
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        assert "客户资料暂时打不开" in page
        assert "13812345678" not in page
        form = browser.post("/customers/new/", new)
        assert form.status_code == 422
        assert "13987654321" in form.content.decode(), "what was typed is not lost"
        assert counted() == before, "nothing is half-written"
        assert browser.get("/customers/").status_code == 200, "lists need no key"
    found = browser.post("/customers/search/", {"value": "13812345678"})
    assert found.status_code == 200
    assert "李*" in found.content.decode()


def test_programs_are_told_to_come_again_with_the_same_key(bank: Bank) -> None:
    head = next(node for node in nodes(actor=SYSTEM) if node.path == bank.head)
    program = make_program(head.id, "cases:read", "cases:write")
    with keys_away():
        before = counted()
        answer = filed(program, "k-1")
        assert (answer.status_code, answer["Retry-After"]) == (503, "60")
        told = json.loads(answer.content)
        assert told["code"] == "vault.cannot_use_keys"
        assert "vault.json" not in answer.content.decode()
        assert counted() == before
    assert filed(program, "k-1").status_code == 201
    assert Case.objects.count() == 1
