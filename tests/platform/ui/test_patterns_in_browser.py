"""The gallery, and with it every component, in a real browser."""

from __future__ import annotations

import re

import pytest
from playwright.sync_api import expect

from tests.browser import LANGUAGES, PHONE, THEMES, Browse, faults, violations

pytestmark = [
    pytest.mark.browser,
    pytest.mark.django_db(transaction=True),
]


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_component_is_accessible_in_every_theme_and_on_a_phone(browse: Browse, language: str) -> None:
    page = browse.open("/patterns", theme=THEMES[0], language=language, reduced_motion="reduce")
    assert list(faults(page, f"patterns-{language}")) == []
    page.set_viewport_size({"width": PHONE, "height": 844})
    assert violations(page) == []


def test_the_automatic_theme_follows_the_system(browse: Browse) -> None:
    page = browse.open("/patterns", theme="auto", color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "dark"
    page.emulate_media(color_scheme="light")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"


def test_print_is_light_and_shows_no_controls(browse: Browse) -> None:
    page = browse.open("/patterns", theme="dark")
    page.emulate_media(media="print")
    assert page.evaluate("getComputedStyle(document.documentElement).colorScheme") == "light"
    assert not page.locator(".nav").is_visible()
    assert page.locator(".table").is_visible()


def test_the_question_mark_lists_the_keys_of_the_page(browse: Browse) -> None:
    page = browse.open("/patterns")
    page.keyboard.press("?")
    keys = page.locator("dialog#keys")
    expect(keys).to_contain_text("Search")
    page.keyboard.press("Escape")
    expect(keys).to_be_hidden()


def test_keys_reach_search_rows_and_buttons(browse: Browse) -> None:
    page = browse.open("/patterns")
    page.keyboard.press("j")
    page.keyboard.press("j")
    assert page.locator("tr.here .number").inner_text() == "TS-1123-0431"
    page.keyboard.press("k")
    assert page.locator("tr.here .number").inner_text() == "TS-1123-0417"
    page.keyboard.press("Enter")
    expect(page).to_have_url(re.compile("#case$"))
    page.keyboard.press("/")
    assert page.evaluate("document.activeElement.name") == "q"
    page.keyboard.type("n")  # within a field a letter is a letter
    assert page.locator("input[name=q]").input_value() == "n"


def test_time_left_goes_on_in_the_words_of_the_server(browse: Browse) -> None:
    page = browse.profile().new_page()
    page.clock.install()
    page.goto("/patterns")
    promise = page.locator("#promises .promise", has_text="1 h 11 min left")
    made = promise.get_attribute("data-made")
    page.clock.run_for("02:30:00")
    same = page.locator(f"#promises .promise[data-made='{made}']")
    assert same.inner_text().startswith("late by 1 h")
    assert "broken" in (same.get_attribute("class") or "")


def test_a_dialogue_opens_closes_and_gives_the_focus_back(browse: Browse) -> None:
    page = browse.open("/patterns")
    opener = page.locator("[data-opens=assign]")
    opener.click()
    expect(page.locator("dialog#assign")).to_be_visible()
    page.locator("dialog#assign [data-closes]").first.click()
    page.locator("dialog#assign").wait_for(state="hidden")
    assert page.evaluate("document.activeElement.dataset.opens") == "assign"


def test_a_draft_survives_a_reload_and_not_its_sending(browse: Browse) -> None:
    page = browse.open("/patterns")
    page.locator("#sample-answer").fill("李先生您好")
    page.reload()
    assert page.locator("#sample-answer").input_value() == "李先生您好"
    page.keyboard.press("Escape")
    page.locator("[data-send]").click()
    page.wait_for_url("**/patterns?answer=*")
    assert page.locator("#sample-answer").input_value() == ""


def test_on_a_phone_the_navigation_is_a_drawer(browse: Browse) -> None:
    page = browse.open("/patterns", width=PHONE)
    drawer = page.locator("nav#navigation")
    assert not drawer.is_visible()
    page.locator(".drawer-button").click()
    drawer.locator("[aria-current=page]").wait_for(state="visible")
    page.keyboard.press("Escape")
    drawer.wait_for(state="hidden")


def test_without_scripts_everything_is_still_there(browse: Browse) -> None:
    page = browse.open("/patterns", width=PHONE, java_script_enabled=False)
    page.locator(".drawer-button").click()
    page.locator("nav#navigation").wait_for(state="visible")


def test_language_and_theme_are_switched_from_the_menu(browse: Browse) -> None:
    page = browse.open("/patterns")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="Dark").click()
    expect(page.locator("html")).to_have_attribute("data-theme", "dark")
    page.locator("details.menu summary").click()
    page.get_by_role("button", name="中文").click()
    expect(page.locator("html")).to_have_attribute("lang", "zh-Hans")
    expect(page).to_have_url(re.compile("/patterns$"))


def test_a_list_fetched_anew_shows_what_changed_and_keeps_the_place(browse: Browse) -> None:
    page = browse.open("/patterns")
    page.keyboard.press("j")
    page.keyboard.press("j")
    page.evaluate(
        """() => {
          const body = document.querySelector("tbody[data-rows]");
          // Each row leads to its own case, as in a real list; the sample rows all lead to one.
          body.querySelectorAll("tr").forEach((row, place) => (row.querySelector("a").href = `#case-${place}`));
          document.body.dispatchEvent(new CustomEvent("htmx:beforeSwap", {bubbles: true}));
          const anew = body.cloneNode(true);
          anew.querySelectorAll("tr").forEach((row) => row.classList.remove("here"));
          const added = anew.rows[0].cloneNode(true);
          added.querySelector("a").href = "#case-new";
          anew.prepend(added);
          anew.rows[1].querySelector(".promise").className = "promise kept";
          body.replaceWith(anew);
          document.body.dispatchEvent(new CustomEvent("htmx:afterSettle", {bubbles: true}));
        }"""
    )
    assert page.locator("tr.fresh a").get_attribute("href") == "#case-new"
    assert page.locator(".just-kept").count() == 1
    assert page.locator("tr.here a").get_attribute("href") == "#case-1"
    assert page.evaluate("document.activeElement.getAttribute('href')") == "#case-1"
