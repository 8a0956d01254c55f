"""
Where people sit in journeys: a browser signed in as somebody, on a phone or a wide screen, in either language.

A journey finds things by their names and ids, which are the same in both languages, and looks into the database for
what came of it. Whatever the console complains of fails it (``Browse``).
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta
from uuid import UUID

import pytest
from django.conf import settings
from django.utils import timezone
from playwright.sync_api import Page

from tests.browser import LANGUAGES, PHONE, WIDE, Browse, keep, overflowing
from tests.complaints import file_complaint
from tests.people import signed_in
from yinuo.features.cases.public import OpenedCase
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import Actor

SCREENS = pytest.mark.parametrize(
    ("language", "width"),
    [(language, width) for language in LANGUAGES for width in (PHONE, WIDE)],
    ids=[f"{language}-{width}" for language in LANGUAGES for width in ("phone", "wide")],
)
# What has the focus, and whether a person sees it: an outline of its own or of what stands around it, in the window.
FOCUS = """() => {
  const here = document.activeElement;
  if (!here || here === document.body) return "nothing";
  const shown = (one) => {
    const style = getComputedStyle(one);
    return (style.outlineStyle !== "none" && parseFloat(style.outlineWidth) > 0) || style.boxShadow !== "none";
  };
  const around = [here, here.closest("li, label, .composer")].filter(Boolean);
  const box = here.getBoundingClientRect();
  const inside = box.bottom > 0 && box.top < innerHeight && box.right > 0 && box.left < innerWidth;
  const name = `${here.tagName} ${here.name || here.id || here.className || here.textContent.trim().slice(0, 30)}`;
  if (!around.some(shown)) return `${name} shows no focus`;
  return inside ? "" : `${name} has the focus outside of the window`;
}"""


@dataclass
class Seat:
    """Somebody at a page; every step of theirs ends with a look at the page."""

    page: Page
    name: str

    def go(self, address: str) -> None:
        answer = self.page.goto(address)
        assert answer is not None
        assert answer.status == 200, address
        self.look()

    def look(self) -> None:
        """Nothing is wider than the window."""
        pixels = overflowing(self.page)
        assert pixels <= 0, f"{self.page.url} is {pixels} pixels wider than the window"

    def keep(self, what: str) -> None:
        keep(self.page, f"{self.name}-{what}")

    def press(self, *keys: str) -> None:
        for key in keys:
            self.page.keyboard.press(key)

    def leads_on(self, key: str) -> None:
        """Press a key that sends something, and wait for the page that comes back."""
        with self.page.expect_navigation(wait_until="load"):
            self.page.keyboard.press(key)
        refused = self.page.locator(".composer .notice.bad, .error-summary")
        assert refused.count() == 0, refused.first.inner_text()
        self.look()

    def type(self, text: str) -> None:
        self.page.keyboard.insert_text(text)

    def sees_focus(self) -> None:
        wrong = "not asked"
        for _ in range(200):  # what comes into view at its focus takes a moment
            wrong = self.page.evaluate(FOCUS)
            if not wrong:
                return
            self.page.wait_for_timeout(25)
        raise AssertionError(f"{self.page.url}: {wrong}")

    def tab_to(self, selector: str, *, most: int = 60) -> None:
        """Go on with the tab key; wherever the focus stands on the way, it is seen."""
        for _ in range(most):
            if self.page.evaluate("wanted => document.activeElement.matches(wanted)", selector):
                self.sees_focus()
                return
            self.press("Tab")
            self.sees_focus()
        raise AssertionError(f"the tab key never came to {selector}")


def seat(browse: Browse, actor: Actor | None, *, language: str, width: int, name: str) -> Seat:
    """Sit somebody down; without ``actor`` a customer."""
    browse.forgive("ERR_CONNECTION_REFUSED")  # no process for live updates runs here
    browse.forgive("409")  # what is refused on purpose
    cookies = {}
    if actor is not None:
        kept = signed_in(actor).cookies[settings.SESSION_COOKIE_NAME].value
        cookies = {settings.SESSION_COOKIE_NAME: kept}
    quiet = browse.profile(language=language, width=width, cookies=cookies, reduced_motion="reduce")
    page = quiet.new_page()
    return Seat(page=page, name=f"{name}-{language}-{width}")


def complain(path: str, text: str = "信用卡年费减免承诺未兑现", *, hours: float = 2) -> OpenedCase:
    """A complaint that came in some hours ago."""
    return file_complaint(path, now=timezone.now() - timedelta(hours=hours), text=text, subject="")


def actions_on(case_id: UUID) -> list[str]:
    """What the evidence says was done to a case, in order."""
    return [record.action for record in records_of(f"case:{case_id}")]
