"""The pages around a reveal: the question, the one answer that holds the value, and the review."""

from __future__ import annotations

from typing import Any

import pytest

from tests.bank import Bank
from tests.people import signed_in, with_old_proof
from tests.platform.reveals.seeds import PHONE, Seeds, look
from yinuo.platform.reveals.models import Reveal

GIVEN = {"reason": "CALL", "text": "回电核实"}
HTMX = {"hx-request": "true", "hx-current-url": "http://testserver/cases/X/"}


def address(seeds: Seeds, kind: str = "cases.detail") -> str:
    return f"/reveals/{kind}/{seeds.east_phone}/"


def test_the_case_page_offers_it_beside_the_mask(bank: Bank, seeds: Seeds) -> None:
    page = signed_in(bank.actor("east one")).get(f"/cases/{seeds.east_case}/").text
    assert address(seeds) in page
    assert PHONE not in page


@pytest.mark.parametrize("headers", [{}, HTMX])
def test_the_value_is_in_one_answer_only(bank: Bank, seeds: Seeds, headers: dict[str, str]) -> None:
    browser = signed_in(bank.actor("east one"))
    asked = browser.get(address(seeds), headers=headers)
    assert PHONE not in asked.text
    shown = browser.post(address(seeds), GIVEN, headers=headers)
    assert PHONE in shown.text
    assert "no-store" in shown["Cache-Control"]
    assert ("Refresh" in shown) is not bool(headers)
    assert ("<html" in shown.text) is not bool(headers)
    for path in (address(seeds), f"{address(seeds)}closed/", f"/cases/{seeds.east_case}/", "/reveals/mine/"):
        assert PHONE not in browser.get(path).text


@pytest.mark.parametrize(("headers", "status"), [({}, 409), (HTMX, 200)])
def test_without_a_reason_the_form_comes_back(
    bank: Bank, seeds: Seeds, headers: dict[str, str], status: int
) -> None:
    browser = signed_in(bank.actor("east one"))
    answer = browser.post(address(seeds), {"reason": "CALL", "text": ""}, headers=headers)
    assert answer.status_code == status
    assert PHONE not in answer.text
    assert not Reveal.objects.exists()


@pytest.mark.parametrize("who", ["west one", "chief"])
def test_for_others_it_does_not_open(bank: Bank, seeds: Seeds, who: str) -> None:
    browser = signed_in(bank.actor(who))
    expected = 404 if who == "west one" else 403
    for answer in (
        browser.get(address(seeds)),
        browser.post(address(seeds), GIVEN),
        browser.get(f"{address(seeds)}closed/"),
    ):
        assert answer.status_code == expected
    assert not Reveal.objects.exists()


def test_a_reveal_asks_who_is_there_once_more(bank: Bank, seeds: Seeds) -> None:
    browser = with_old_proof(bank.actor("east one"))
    for answer in (browser.get(address(seeds)), browser.post(address(seeds), GIVEN)):
        assert answer.status_code == 302
        assert answer["Location"].startswith("/account/confirm/")
    within = browser.post(address(seeds), GIVEN, headers=HTMX)
    assert within["HX-Redirect"].startswith("/account/confirm/")
    assert not Reveal.objects.exists()


def test_the_page_to_go_back_to_is_one_of_ours(bank: Bank, seeds: Seeds) -> None:
    browser = signed_in(bank.actor("east one"))
    page: Any = browser.get(address(seeds), {"back": "https://evil.example/"})
    assert 'href="https://evil' not in page.text


def test_the_supervisor_reviews_on_a_page(bank: Bank, seeds: Seeds) -> None:
    look(bank, seeds.east_phone)
    browser = signed_in(bank.actor("east head"))
    one = str(Reveal.objects.get().pk)
    assert one in browser.get("/reveals/").text
    assert browser.post("/reveals/", {"verdict": "NOT_JUSTIFIED", "reveal": one}).status_code == 409
    assert browser.post("/reveals/", {"verdict": "JUSTIFIED"}).status_code == 409
    assert browser.post("/reveals/", {"verdict": "JUSTIFIED", "reveal": "x"}).status_code == 404
    assert browser.post("/reveals/", {"verdict": "JUSTIFIED", "reveal": one}).status_code == 302
    assert Reveal.objects.get().review == "JUSTIFIED"
    assert signed_in(bank.actor("west head")).post("/reveals/", {"reveal": one}).status_code in {404, 409}
