"""
Attacks on what issue after issue brought: another branch's ids in every form of one's own, guessed keys, replays.

A west supervisor sends the east's ids; nothing of the east changes, and nothing tells whether the ids exist.
"""

from __future__ import annotations

import re
import time
from datetime import timedelta
from statistics import median
from typing import Any
from uuid import UUID, uuid4

import pytest
from django.core import signing
from django.http import HttpResponse
from django.test import Client
from django.utils import timezone

from tests.bank import Bank, found_bank
from tests.people import signed_in
from tests.platform.rest.conftest import make_program
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import Case, Message, SavedView
from yinuo.features.cases.operations.save_view import save_view
from yinuo.features.cases.public import Kind, OpenedCase, Source, open_case
from yinuo.platform.audit.models import PendingEntry
from yinuo.platform.identity.public import SYSTEM, nodes


@pytest.fixture
def bank(db: None) -> Bank:
    return found_bank()


def complain(path: str, text: str = "年费承诺没有兑现", name: str = "李雷") -> OpenedCase:
    return open_case(
        kind=Kind.COMPLAINT,
        source=Source.HOTLINE,
        subject="",
        text=text,
        customer=CustomerDetails(name=name, phone="13812345678", email="lilei@example.com"),
        actor=SYSTEM,
        now=timezone.now() - timedelta(hours=1),
        path=path,
    )


def row_of(case_id: UUID) -> dict[str, Any]:
    return dict(Case.objects.filter(pk=case_id).values().get())


def plain(page: HttpResponse) -> str:
    """A page without what is another each time: times, keys, ids."""
    changing = r'data-now="\d+"|[\w-]{64}|nonce="[^"]+"|[0-9a-f]{8}-[0-9a-f-]{27}|\d\d:\d\d'
    return re.sub(changing, "", page.content.decode())


@pytest.mark.parametrize("act", ["assign", "level", "confirm", "note"])
def test_picked_cases_of_another_branch_are_not_even_shown(bank: Bank, act: str) -> None:
    east, west = complain(bank.east), complain(bank.west, "手续费重复收取")
    before, browser = row_of(east.id), signed_in(bank.actor("west head"))
    more = {"owner": str(bank.people["west one"]), "level": "MAJOR", "note": "请看"}
    picked = [f"{east.id}:1", f"{west.id}:1", f"{uuid4()}:1", "x:1", f"{east.id}:{'9' * 5_000}"]
    for step in ("", "do"):
        page = browser.post("/cases/several/", {"act": act, "case": picked, "step": step, **more})
        assert page.status_code in {200, 409}
        assert east.number not in page.content.decode()
    assert row_of(east.id) == before
    assert Message.objects.filter(case_id=east.id).count() == 1


def test_a_desk_hands_over_nothing_of_another_branch(bank: Bank) -> None:
    east = complain(bank.east)
    before, browser = row_of(east.id), signed_in(bank.actor("west head"))
    for owner in ("west one", "east two", "chief"):
        given = {"case": [f"{east.id}:1"], "owner": str(bank.people[owner]), "step": "do", "note": "x"}
        page = browser.post("/cases/desk/reassign/", given)
        assert east.number not in page.content.decode()
    assert browser.get(f"/cases/desk/?who={bank.people['east one']}").status_code == 404
    assert row_of(east.id) == before


@pytest.mark.parametrize("kind", ["another person's", "forged", "cut", "old"])
def test_a_way_back_serves_whom_it_was_given_to_and_for_an_hour(bank: Bank, kind: str) -> None:
    east = complain(bank.east)
    before = row_of(east.id)
    rows = ["level", [[str(east.id), 1, "MAJOR"]]]
    mine, theirs = (f"cases.undo:{bank.people[name]}" for name in ("west head", "east head"))
    signed = signing.dumps(rows, salt=theirs)
    tokens = {
        "another person's": signed,
        "forged": signing.dumps(rows, salt=mine, key="guessed"),
        "cut": signed[:-3],
        "old": "",
    }
    browser = signed_in(bank.actor("west head"))
    assert browser.post("/cases/several/undo/", {"undo": tokens[kind]}).status_code == 404
    # Even one of one's own reaches no case of another branch.
    own = browser.post("/cases/several/undo/", {"undo": signing.dumps(rows, salt=mine)})
    assert east.number not in own.content.decode()
    assert row_of(east.id) == before


def test_nothing_is_joined_parted_or_linked_across_branches(bank: Bank) -> None:
    east, west = complain(bank.east), complain(bank.west)
    word = Message.objects.get(case_id=east.id).pk
    before, browser = row_of(east.id), signed_in(bank.actor("west head"))
    unknown = "TS-991231-0001"
    for address, field in (
        (f"/cases/{west.number}/merge/", "into"),
        (f"/cases/{west.number}/relate/link/", "into"),
    ):
        said = {}
        for number in (east.number, unknown):
            page = browser.post(address, {field: number, "revision": "1"})
            assert page.status_code == 409
            said[number] = plain(page).replace(number, "")
        assert said[east.number] == said[unknown], "the two answers tell which number exists"
    parted = browser.post(
        f"/cases/{west.number}/split/",
        {"message": [str(word)], "subject": "x", "step": "do", "revision": "1"},
    )
    assert parted.status_code in {200, 409, 422}
    assert row_of(east.id) == before
    assert Case.objects.count() == 2


def test_a_saved_view_of_another_is_nobodys_to_use_or_delete(bank: Bank) -> None:
    kept = save_view(
        name="紫檀木箱",
        query={"view": "all"},
        for_team=True,
        actor=bank.actor("east head"),
        now=timezone.now(),
    )
    browser = signed_in(bank.actor("west head"))
    for address in (f"/cases/?saved={kept}", "/cases/"):
        assert "紫檀木箱" not in browser.get(address).content.decode()
    assert browser.post(f"/cases/views/{kept}/delete/").status_code == 404
    assert browser.post(f"/cases/views/{uuid4()}/delete/").status_code == 404
    assert SavedView.objects.filter(pk=kept).exists()


def test_who_comes_by_at_another_branchs_case_is_neither_told_nor_seen(bank: Bank) -> None:
    east = complain(bank.east)
    assert signed_in(bank.actor("west head")).post(f"/cases/{east.number}/here/").status_code == 404
    page = signed_in(bank.actor("east head")).post(f"/cases/{east.number}/here/")
    assert "west head" not in page.content.decode()


def test_an_idempotency_key_of_another_program_tells_nothing(bank: Bank) -> None:
    units = {node.path: node.id for node in nodes(actor=SYSTEM)}
    east, west = (make_program(units[path], "cases:read", "cases:write") for path in (bank.east, bank.west))
    body = '{"kind": "COMPLAINT", "source": "COUNTER", "text": "\u5e74\u8d39"}'
    sent = {"key": "the-same-key", "data": body, "content_type": "application/json"}
    first = east.call("POST", "/api/v1/cases", **sent)  # type: ignore[arg-type]
    second = west.call("POST", "/api/v1/cases", **sent)  # type: ignore[arg-type]
    assert (first.status_code, second.status_code) == (201, 201), first.content
    assert first.json()["number"] != second.json()["number"]
    assert "Idempotency-Replayed" not in second.headers
    again = east.call("POST", "/api/v1/cases", **sent)  # type: ignore[arg-type]
    assert again.content == first.content


KEYS = ("x" * 32, "A" * 64, "A" * 5_000, "%00", "..%2f..", "null", "0", "'%20OR%201=1--", "é" * 20)


def test_a_guessed_key_opens_nothing_on_any_page_of_a_customer(bank: Bank) -> None:
    complain(bank.east)
    browser = Client(raise_request_exception=False)
    before = PendingEntry.objects.count()
    for key in KEYS:
        for page in ("", "receipt/", "receipt.json", "review/", "withdraw/", f"files/{uuid4()}/"):
            assert browser.get(f"/c/{key}/{page}").status_code in {400, 404}, (key, page)
        for page in ("add/", "rate/", "review/", "withdraw/"):
            given = {"text": "x", "score": "5", "reason": "x"}
            assert browser.post(f"/c/{key}/{page}", given).status_code in {400, 404}, (key, page)
    assert PendingEntry.objects.count() == before


def test_who_signs_in_learns_nothing_of_numbers_and_contacts(bank: Bank) -> None:
    """The same answer whether number, contact, both or nothing is known; and in about the same time."""
    opened = complain(bank.east)
    pairs = {
        "both": (opened.number, "13812345678"),
        "number": (opened.number, "13900000002"),
        "contact": ("TS-991231-0001", "13812345678"),
        "nothing": ("TS-991231-0001", "13900000002"),
    }
    shapes, took = {}, {name: [] for name in pairs}
    for turn in range(12):
        for step, (name, (number, contact)) in enumerate(pairs.items()):
            browser = Client(REMOTE_ADDR=f"10.9.{turn}.{step + 1}")
            began = time.thread_time()
            answer = browser.post("/my/", {"number": number, "contact": contact})
            took[name].append(time.thread_time() - began)
            assert answer.status_code == 302
            asked = browser.post(answer["Location"], {"code": "000000"})
            shapes[name] = (
                re.sub(r"[0-9a-f-]{36}", "", answer["Location"]),
                asked.status_code,
                plain(asked),
            )
    assert len(set(shapes.values())) == 1
    middles = [median(times) for times in took.values()]
    assert max(middles) < 2 * min(middles), took


@pytest.mark.parametrize("code", ["000000", "", " ", "٠٠٠٠٠٠", "0" * 20, "1e5", "-00001", "'--"])
def test_a_code_is_not_guessed(bank: Bank, code: str) -> None:
    opened = complain(bank.east)
    browser = Client(REMOTE_ADDR="10.8.0.1")
    asked = browser.post("/my/", {"number": opened.number, "contact": "13812345678"})
    for address in (asked["Location"], f"/my/code/{uuid4()}/"):
        for _ in range(7):
            assert browser.post(address, {"code": code}).status_code == 422
    assert "yinuo_customer" not in browser.cookies


@pytest.mark.parametrize(
    "token", ["", "a.b.c", "e30.e30.", "x" * 100_000, "é.é.é", "eyJhbGciOiJub25lIn0.e30."]
)
def test_a_token_that_the_app_never_signed_lets_nobody_in(bank: Bank, token: str) -> None:
    browser = Client(REMOTE_ADDR="10.7.0.1")
    answer = browser.post("/my/enter/", {"token": token})
    assert answer.status_code == 403
    assert "yinuo_customer" not in browser.cookies
    assert browser.get("/my/").context["form"] is not None
