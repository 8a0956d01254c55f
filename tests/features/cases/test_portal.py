"""The customers' own pages: file, follow, add; and nobody floods the specialists."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from django.test import Client
from django.urls import reverse

from tests.bank import Bank
from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.portal.limits import ADDITIONS, FILINGS
from yinuo.platform.audit import signing
from yinuo.platform.audit.standalone import verify

FILING = {
    "kind": "COMPLAINT",
    "text": "年费承诺没有兑现",
    "name": "李雷",
    "phone": "13812345678",
    "answer_by": "PHONE",
}


@pytest.fixture
def browser(bank: Bank) -> Client:
    return Client(headers={"Accept-Language": "en"})


def test_a_filing_leads_to_a_receipt_that_nobody_else_can_guess(browser: Client) -> None:
    filed = browser.post(reverse("portal:form"), FILING)
    assert filed.status_code == 302
    page = browser.get(filed["Location"])
    assert Case.objects.get().number in page.content.decode()
    assert page["Cache-Control"].find("no-store") >= 0
    assert browser.get(reverse("portal:follow", args=["x" * 32])).status_code == 404


@pytest.mark.parametrize("missing", ["text", "name", "phone"])
def test_what_is_missing_is_asked_for_and_what_was_typed_stays(browser: Client, missing: str) -> None:
    page = browser.post(reverse("portal:form"), {**FILING, missing: ""})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {missing}
    assert all(value in page.content.decode() for name, value in FILING.items() if name != missing)
    assert not Case.objects.exists()


@pytest.mark.usefixtures("still")
def test_a_flood_of_filings_is_asked_to_wait_and_loses_no_text(browser: Client) -> None:
    statuses = [browser.post(reverse("portal:form"), FILING).status_code for _ in range(FILINGS.requests + 1)]
    assert statuses == [302] * FILINGS.requests + [429]
    refused = browser.post(reverse("portal:form"), FILING)
    assert "Your text is kept" in refused.content.decode()
    assert FILING["text"] in refused.content.decode()
    assert Case.objects.count() == FILINGS.requests
    elsewhere = browser.post(reverse("portal:form"), FILING, REMOTE_ADDR="192.0.2.7")
    assert elsewhere.status_code == 302


@pytest.mark.usefixtures("still")
def test_a_flood_of_additions_is_asked_to_wait(browser: Client) -> None:
    token = browser.post(reverse("portal:form"), FILING)["Location"].rstrip("/").split("/")[-1]
    add = reverse("portal:add", args=[token])
    statuses = [browser.post(add, {"text": "补充"}).status_code for _ in range(ADDITIONS.requests + 1)]
    assert statuses[-2:] == [302, 429]
    assert Message.objects.count() == 1 + ADDITIONS.requests


def test_a_customer_downloads_a_receipt_that_proves_itself_and_names_nobody(browser: Client) -> None:
    follow = browser.post(reverse("portal:form"), FILING)["Location"]
    token = follow.rstrip("/").split("/")[-1]
    page = browser.get(reverse("portal:receipt", args=[token]))
    assert page.status_code == 200
    case = Case.objects.select_related("owner").get()
    assert case.number in page.content.decode()
    assert reverse("portal:receipt", args=[token]) in browser.get(follow).content.decode()
    file = browser.get(reverse("portal:receipt-file", args=[token]))
    assert file["Content-Disposition"] == f'attachment; filename="receipt-{case.number}.json"'
    assert "no-store" in file["Cache-Control"]
    said, findings = verify.verify_receipt(json.loads(file.content))
    assert findings == []
    assert said[0]["action"] == "case.opened"
    assert said[-1]["facts"] == {"entries": len(said) - 1}
    assert case.owner is not None
    for clear in (case.owner.name, "李雷", "13812345678", FILING["text"]):
        assert clear not in file.content.decode()
    assert browser.get(reverse("portal:receipt-file", args=["x" * 32])).status_code == 404
    tool = browser.get(reverse("audit:verifier"))
    assert tool.content.decode() == Path(verify.__file__).read_text(encoding="utf-8")


def test_while_the_key_is_away_the_page_asks_again_by_itself(
    browser: Client, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    token = browser.post(reverse("portal:form"), FILING)["Location"].rstrip("/").split("/")[-1]
    assert browser.get(reverse("portal:receipt", args=[token])).status_code == 200
    browser.post(reverse("portal:add", args=[token]), {"text": "补充"})
    monkeypatch.setattr(signing, "signing_key_file", lambda: tmp_path / "none")
    signing._key.cache_clear()
    page = browser.get(reverse("portal:receipt", args=[token]))
    signing._key.cache_clear()
    assert (page.status_code, page["Refresh"]) == (503, "2")
