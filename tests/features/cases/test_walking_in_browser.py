"""From case to case by one key, everything by its name, and help that says what is true on the page."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import Page, expect

from tests.bank import Bank, found_bank
from tests.browser import Browse
from tests.features.cases.test_queue import opened
from tests.people import signed_in
from yinuo.features.cases.operations.keep_canned_text import keep_canned_text
from yinuo.features.cases.operations.keep_macro import keep_macro
from yinuo.features.cases.texts.macros import Acts

pytestmark = pytest.mark.browser


@pytest.fixture
def bank(transactional_db: None) -> Bank:
    return found_bank()


@pytest.fixture
def desk(browse: Browse, bank: Bank) -> Page:
    """The queue of a branch with three cases."""
    browse.forgive("ERR_CONNECTION_REFUSED")  # no process for live updates runs here
    for _number in range(3):
        opened(bank.east)
    keep_canned_text(
        title="Refund",
        text="{salutation} We refund it.",
        language="en",
        actor=bank.actor("east head"),
        now=timezone.now(),
    )
    session = signed_in(bank.actor("east head")).cookies[settings.SESSION_COOKIE_NAME].value
    return browse.open(reverse("cases:all"), cookies={settings.SESSION_COOKIE_NAME: session})


def opens_the_first_case(desk: Page) -> None:
    """By the keyboard; the page's scripts have begun when it is there."""
    desk.keyboard.press("j")
    with desk.expect_navigation(wait_until="load"):
        desk.keyboard.press("Enter")
    desk.wait_for_selector("[data-walk]:not([hidden])")


def keys_shown(page: Page) -> dict[str, str]:
    page.keyboard.press("?")
    listed = page.locator("#keys dt:visible")
    found = {
        "".join(key.split()): name
        for key, name in zip(
            listed.all_inner_texts(), page.locator("#keys dd:visible").all_inner_texts(), strict=True
        )
    }
    page.keyboard.press("Escape")
    return found


def test_one_key_leads_from_case_to_case_and_back_to_the_list(desk: Page) -> None:
    numbers = desk.locator("#rows tbody td.number").all_inner_texts()
    assert "JK" in keys_shown(desk)
    opens_the_first_case(desk)
    expect(desk.locator(".walk-place")).to_have_text("1 / 3")
    shown = keys_shown(desk)
    assert "JK" not in shown
    assert {"J", "U", "H"} <= set(shown)
    for key, place in (("j", 1), ("j", 2), ("k", 1)):
        desk.keyboard.press(key)
        desk.wait_for_url(f"**{reverse('cases:case', args=[numbers[place]])}")
        desk.wait_for_selector("[data-walk]:not([hidden])")
    desk.keyboard.press("u")
    desk.wait_for_url(f"**{reverse('cases:all')}")


def test_everything_is_found_by_its_name(desk: Page) -> None:
    opens_the_first_case(desk)
    desk.keyboard.press("Control+k")
    desk.keyboard.type("class")
    expect(desk.locator("#palette li[aria-selected=true] span")).to_have_text("Classify")
    desk.keyboard.press("Enter")
    expect(desk.locator("#classify[open]")).to_have_count(1)
    desk.keyboard.press("Escape")
    desk.locator("#text").focus()
    desk.keyboard.press("Control+k")  # from within a field, too
    desk.keyboard.type("wallb")
    desk.keyboard.press("Enter")
    desk.wait_for_url(f"**{reverse('promises:wall')}")


def test_what_is_no_name_is_searched_for(desk: Page) -> None:
    desk.keyboard.press("Control+k")
    desk.keyboard.type("qqq 100%")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**?q=qqq%20100%25")


def test_a_text_is_put_in_and_looked_at_by_keys_alone(desk: Page) -> None:
    opens_the_first_case(desk)
    desk.keyboard.press("i")
    desk.keyboard.press("Enter")
    expect(desk.locator("#text")).to_have_value("{salutation} We refund it.")
    desk.keyboard.press("Escape")
    desk.keyboard.press("v")
    expect(desk.locator("#preview blockquote")).to_contain_text("Dear ")


def uses_the_macro(page: Page) -> None:
    """By the keyboard: chosen, looked at, done."""
    page.keyboard.press("w")
    page.locator("#macro a.menu-item").focus()
    page.keyboard.press("Enter")
    page.wait_for_url("**/macro/**")
    expect(page.locator(".preview blockquote")).to_contain_text("Dear ")
    with page.expect_navigation(url="**write=reply&macro=**"):
        page.keyboard.press("Enter")


def test_the_answer_of_a_macro_is_put_over_nothing_that_was_written(desk: Page, bank: Bank) -> None:
    acts = Acts(note="Checked.", answer="{salutation} We check it.")
    keep_macro(name="Check", acts=acts, for_team=False, actor=bank.actor("east head"), now=timezone.now())
    opens_the_first_case(desk)
    uses_the_macro(desk)
    expect(desk.locator("#text")).to_have_value("{salutation} We check it.")
    expect(desk.locator("#text")).to_be_focused()
    expect(desk.locator("[data-offer-stands]")).to_be_visible()
    desk.keyboard.press("Control+End")
    desk.keyboard.type(" Today.")
    desk.keyboard.press("Escape")
    uses_the_macro(desk)
    expect(desk.locator("#text")).to_have_value("{salutation} We check it. Today.")
    expect(desk.locator("[data-offer-waits]")).to_be_visible()
    expect(desk.locator("[data-offer-stands]")).to_be_hidden()
    desk.keyboard.press("Control+a")
    desk.keyboard.press("Delete")
    desk.keyboard.press("Escape")
    desk.keyboard.press("i")
    desk.keyboard.press("Enter")
    expect(desk.locator("#text")).to_have_value("{salutation} We check it.")
    desk.keyboard.press("Control+Enter")
    expect(desk.locator("#stream")).to_contain_text("We check it.")
    expect(desk.locator("#text")).to_have_value("")
