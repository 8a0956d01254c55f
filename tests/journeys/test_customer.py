"""A customer's way on any screen, in both languages: complain with a photo, receipt, follow, add, rate, withdraw."""

from __future__ import annotations

import io

import pytest
from django.urls import reverse
from django.utils import timezone
from PIL import Image
from playwright.sync_api import Page, expect

from tests.bank import Bank, found_bank
from tests.browser import PHONE, WIDE, Browse, keep, overflowing, violations
from yinuo.features.cases.models import Case, Rating, State
from yinuo.features.cases.public import record_response

pytestmark = pytest.mark.browser
WORDS = {
    "zh-hans": "上月客服答应免收年费，这个月还是扣了三百元。",
    "en": "The annual fee was waived on the phone, and charged all the same.",
}
BUTTONS = {
    "zh-hans": ("提交", "发送", "评价", "撤回"),
    "en": ("Submit", "Send", "Rate", "Withdraw"),
}


@pytest.fixture
def bank(transactional_db: None) -> Bank:
    return found_bank()


def photo() -> bytes:
    kept = io.BytesIO()
    Image.new("RGB", (320, 200), "#c0392b").save(kept, "JPEG")
    return kept.getvalue()


def sends(page: Page, button: str) -> None:
    """Press a button that sends something, and wait for the page that comes back."""
    with page.expect_navigation(wait_until="load"):
        page.get_by_role("button", name=button, exact=True).click()


def is_fit(page: Page) -> None:
    """Axe finds nothing, and nothing is wider than the screen."""
    assert violations(page) == []
    assert overflowing(page) <= 0


@pytest.mark.parametrize(
    ("language", "theme", "width"),
    [
        ("zh-hans", "light", PHONE),
        ("en", "dark", PHONE),
        ("zh-hans", "contrast", WIDE),
        ("en", "light", WIDE),
    ],
)
def test_a_customer_complains_follows_adds_and_rates(
    browse: Browse, bank: Bank, language: str, theme: str, width: int
) -> None:
    page = browse.open(
        reverse("portal:form"), language=language, theme=theme, width=width, reduced_motion="reduce"
    )
    browse.forgive("422")
    files_a_complaint(page, language)
    case = Case.objects.get()
    expect(page.locator(".kv .number")).to_have_text(case.number)
    assert case.demand == "W01"
    is_fit(page)
    keep(page, f"follow-{language}")
    follows_and_adds(page, language)
    record_response(
        case_id=case.pk,
        text="录音确认承诺属实，年费今天退回。",
        actor=bank.actor("east head"),
        now=timezone.now(),
    )
    page.reload()
    rates_and_keeps_the_receipt(page, language)
    withdraws(page, language)
    case.refresh_from_db()
    assert case.state == State.WITHDRAWN
    page.goto(reverse("portal:process"))
    is_fit(page)
    keep(page, f"process-{language}")


def files_a_complaint(page: Page, language: str) -> None:
    """Refused at first, for a file of no kind that is taken and a missing number; nothing typed is lost."""
    submit = BUTTONS[language][0]
    is_fit(page)
    keep(page, f"form-{language}")
    page.locator("[name=text]").fill(WORDS[language])
    page.locator("[name=name]").fill("李女士😀")
    page.locator("[name=demand]").select_option("W01")
    program = {"name": "回单.exe", "mimeType": "image/png", "buffer": b"MZ\x90\x00" * 40}
    page.locator("[name=attachments]").set_input_files([program])
    sends(page, submit)
    is_fit(page)
    keep(page, f"refused-{language}")
    expect(page.locator("[name=text]")).to_have_value(WORDS[language])
    expect(page.locator(".error-summary")).to_contain_text("回单.exe")
    assert not Case.objects.exists()
    page.locator("[name=phone]").fill("13812345678")
    picture = {"name": "photo.jpg", "mimeType": "image/jpeg", "buffer": photo()}
    page.locator("[name=attachments]").set_input_files([picture])
    sends(page, submit)


def follows_and_adds(page: Page, language: str) -> None:
    with page.expect_download() as handed:
        page.locator(".file-list a").first.click()
    assert handed.value.path().read_bytes().startswith(b"\xff\xd8")
    page.locator("[name=text]").fill("补充 \u202etnuocca")
    sends(page, BUTTONS[language][1])
    expect(page.locator(".message.theirs")).to_have_count(2)


def rates_and_keeps_the_receipt(page: Page, language: str) -> None:
    page.locator("[name=score][value='5']").check()
    page.locator("[name=words]").fill("很快 <b>&")
    sends(page, BUTTONS[language][2])
    expect(page.locator(".mark")).to_have_text("5")
    assert Rating.objects.get().score == 5
    is_fit(page)
    keep(page, f"rated-{language}")
    follow = page.url.split("#")[0]
    page.locator("a[href$='/receipt/']").click()
    expect(page.locator(".due")).to_have_text(Case.objects.get().number)
    page.goto(follow)


def withdraws(page: Page, language: str) -> None:
    with page.expect_navigation(wait_until="load"):
        page.locator("a[href$='/withdraw/']").click()
    is_fit(page)
    keep(page, f"withdraw-{language}")
    sends(page, BUTTONS[language][3])
    expect(page.locator("a[href$='/withdraw/']")).to_have_count(0)
    keep(page, f"withdrawn-{language}")
