"""The first walk in the running product: filed on a phone, seen live, answered by keyboard, read by the customer."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page, expect

from tests.browser import PATIENCE, PHONE, WIDE
from tests.processes.installation import Installation

pytestmark = [pytest.mark.browser, pytest.mark.processes]
WORDS = "The annual fee was waived on the phone and charged all the same."
ANSWER = "We listened to the recording: the waiver was promised. The fee is refunded today."


@pytest.fixture(scope="module")
def house(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """A whole installation with the demo story."""
    installation = Installation(Path(tmp_path_factory.mktemp("house")) / "var")
    installation.start(YINUO_DEMO_STORY="1")
    yield installation
    assert installation.stop() == 0
    installation.clean_up()


def visit(chromium: Browser, house: Installation, *, width: int) -> Page:
    site = f"http://127.0.0.1:{house.port}"
    context = chromium.new_context(base_url=site, viewport={"width": width, "height": 820})
    context.set_default_timeout(PATIENCE)
    context.add_cookies([{"name": "yinuo_language", "value": "en", "url": site}])
    return context.new_page()


def desk_of(chromium: Browser, house: Installation, persona: str) -> Page:
    """Somebody of the demo, who has come to where their work is."""
    desk = visit(chromium, house, width=WIDE)
    desk.goto("/")
    with desk.expect_navigation(wait_until="load"):
        desk.get_by_role("button").filter(has_text=persona).first.click()
    return desk


def test_a_complaint_goes_from_a_phone_to_a_kept_promise(chromium: Browser, house: Installation) -> None:
    desk = desk_of(chromium, house, "Supervisor")
    desk.goto("/cases/?view=team")
    before = desk.locator("tbody[data-rows] tr").count()

    phone = visit(chromium, house, width=PHONE)
    phone.goto("/complain/")
    phone.get_by_label("What happened?").fill(WORDS)
    phone.get_by_label("How may we address you?").fill("Li Lei")
    phone.get_by_label("Phone", exact=True).fill("13800000001")
    phone.get_by_role("button", name="Submit").click()
    expect(phone.get_by_role("heading", name="We answer you by this time")).to_be_visible()
    number = phone.locator(".kv .number").inner_text()

    # The queue that stands open shows it by itself; so does the bell.
    expect(desk.locator("tbody[data-rows] tr")).to_have_count(before + 1)
    row = desk.locator("tbody[data-rows] tr", has_text=number)
    expect(row.locator(".promise").first).to_contain_text("23 h")

    row.get_by_role("link").click()
    desk.wait_for_url(f"**/{number}/")
    desk.keyboard.press("r")
    desk.keyboard.type(ANSWER)
    desk.keyboard.press("Control+Enter")
    expect(desk.locator(".toast")).to_contain_text("Promise kept")
    expect(desk.locator("#rail")).to_contain_text("kept")

    phone.reload()
    expect(phone.get_by_text(ANSWER)).to_be_visible()
    expect(phone.get_by_role("heading", name="We have answered you")).to_be_visible()


def test_a_reload_keeps_the_draft(chromium: Browser, house: Installation) -> None:
    desk = desk_of(chromium, house, "Supervisor")
    desk.goto("/cases/?view=team")
    desk.locator("tbody[data-rows] a").first.click()
    desk.wait_for_url("**/cases/*-*-*/")
    desk.locator("#text").fill("half an ans")
    desk.reload()
    expect(desk.locator("#text")).to_have_value("half an ans")


def test_every_key_is_listed(chromium: Browser, house: Installation) -> None:
    desk = desk_of(chromium, house, "Complaint specialist")
    desk.wait_for_url("**/cases/")
    desk.keyboard.press("?")
    keys = desk.get_by_role("dialog")
    for label in ("My queue", "Due soon", "New"):
        expect(keys.get_by_text(label, exact=True).first).to_be_visible()
    desk.keyboard.press("Escape")
    desk.keyboard.press("j")
    desk.keyboard.press("Enter")
    desk.wait_for_url("**/cases/*-*-*/")
