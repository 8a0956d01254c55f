"""The four-eyes pages: what waits, what exactly will happen, and the decision."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any
from uuid import UUID

import pytest
from django.test import Client
from django.utils import timezone

from tests.bank import Bank, found_bank
from tests.people import signed_in, with_old_proof
from tests.platform.approvals.acts import CONTENT, registered
from yinuo.platform.approvals.models import Approval
from yinuo.platform.approvals.public import request_approval


@pytest.fixture
def bank(db: None) -> Iterator[Bank]:
    with registered():
        yield found_bank()


def ask(bank: Bank) -> UUID:
    return request_approval(
        kind="test.points",
        subject="customer:1",
        content=CONTENT,
        reason="重复入账",
        path=bank.east,
        actor=bank.actor("east one"),
        now=timezone.now(),
    )


def get(browser: Client, path: str) -> Any:
    return browser.get(path, headers={"accept-language": "en"})


def test_the_page_shows_what_will_happen_and_the_decision_is_kept(bank: Bank) -> None:
    approval = ask(bank)
    browser = signed_in(bank.actor("east head"))
    assert "Take back points" in get(browser, "/approvals/").text
    page = get(browser, f"/approvals/{approval}/decide/")
    assert "1200" in page.text
    seen = bytes(Approval.objects.get(pk=approval).digest).hex()
    assert seen in page.text
    answer = browser.post(f"/approvals/{approval}/decide/", {"decision": "GRANT", "seen": seen})
    assert answer.status_code == 302
    assert Approval.objects.get(pk=approval).state == "GRANTED"


def test_a_decision_without_having_seen_the_page_is_refused_and_keeps_the_note(bank: Bank) -> None:
    approval = ask(bank)
    browser = signed_in(bank.actor("east head"))
    answer = browser.post(f"/approvals/{approval}/decide/", {"decision": "GRANT", "note": "已核对"})
    assert answer.status_code == 409
    assert "已核对" in answer.text
    assert Approval.objects.get(pk=approval).state == "WAITING"


def test_the_requester_sees_it_but_cannot_decide(bank: Bank) -> None:
    approval = ask(bank)
    browser = signed_in(bank.actor("east one"))
    seen = bytes(Approval.objects.get(pk=approval).digest).hex()
    page = get(browser, f"/approvals/{approval}/")
    assert page.status_code == 200
    assert 'value="GRANT"' not in page.text
    assert (
        browser.post(f"/approvals/{approval}/decide/", {"decision": "GRANT", "seen": seen}).status_code == 409
    )
    assert browser.post(f"/approvals/{approval}/withdraw/").status_code == 302
    assert Approval.objects.get(pk=approval).state == "WITHDRAWN"


@pytest.mark.parametrize("who", ["east two", "west head", "west one"])
def test_for_others_it_does_not_exist(bank: Bank, who: str) -> None:
    approval = ask(bank)
    browser = signed_in(bank.actor(who))
    for path in ("", "decide/"):
        assert browser.get(f"/approvals/{approval}/{path}").status_code == 404
    for path in ("decide/", "withdraw/"):
        assert browser.post(f"/approvals/{approval}/{path}", {"decision": "GRANT"}).status_code == 404
    assert Approval.objects.get(pk=approval).state == "WAITING"


def test_deciding_asks_who_is_there_once_more(bank: Bank) -> None:
    approval = ask(bank)
    browser = with_old_proof(bank.actor("east head"))
    for answer in (
        browser.get(f"/approvals/{approval}/decide/"),
        browser.post(f"/approvals/{approval}/decide/", {"decision": "GRANT"}),
    ):
        assert answer.status_code == 302
        assert answer.url.startswith("/account/confirm/")
    assert Approval.objects.get(pk=approval).state == "WAITING"
