"""
A real browser for tests: Debian's Chromium, driven by Playwright, that reaches nothing but this machine.

A test asks for ``browse`` and carries the mark ``browser``. Whatever the page complains about (script errors, refused
resources, violations of the content policy) fails the test when it ends.
"""

from __future__ import annotations

import os
import shutil
import subprocess
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, expect, sync_playwright

PROGRAMS = ("chromium", "chromium-browser", "google-chrome")
ARGUMENTS = [
    "--no-sandbox",  # containers run as root; nothing but our own pages is opened
    "--disable-gpu",
    "--disable-quic",
    "--disable-dev-shm-usage",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    # Pages reach nothing but this machine. An interception would ask us about each file, and no file would be kept.
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE localhost, EXCLUDE 127.0.0.1",
]
WIDE, PHONE = 1360, 390
THEMES = ("light", "dark", "contrast")
LANGUAGES = ("zh-hans", "en")
RULES_ON_COLOURS = ["color-contrast", "link-in-text-block"]  # what a theme can break
PATIENCE = 60_000  # milliseconds; a shared machine may be slow
expect.set_options(timeout=PATIENCE)


@cache
def _program() -> str | None:
    return next(filter(None, map(shutil.which, PROGRAMS)), None)


@cache
def _has_chinese_font() -> bool:
    if shutil.which("fc-list") is None:
        return False
    return bool(subprocess.run(["fc-list", ":lang=zh-cn"], capture_output=True, check=False).stdout.strip())


@dataclass
class Browse:
    """Opens pages of the running site, each in a fresh profile."""

    browser: Browser
    site: str
    complaints: list[str] = field(default_factory=list)
    forgiven: list[str] = field(default_factory=list)
    _contexts: list[BrowserContext] = field(default_factory=list)

    def profile(
        self,
        *,
        theme: str = "light",
        language: str = "en",
        width: int = WIDE,
        cookies: dict[str, str] | None = None,
        **options: Any,
    ) -> BrowserContext:
        """A fresh profile that likes ``theme`` and ``language``; ``cookies`` may sign somebody in."""
        height = 844 if width < 500 else 820
        context = self.browser.new_context(
            base_url=self.site, viewport={"width": width, "height": height}, **options
        )
        liked = {"yinuo_theme": theme, "yinuo_language": language, **(cookies or {})}
        context.add_cookies(
            [{"name": name, "value": value, "url": self.site} for name, value in liked.items()]
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", self._hear)
        context.on("weberror", lambda error: self.complaints.append(f"script: {error.error}"))
        self._contexts.append(context)
        return context

    def open(self, path: str = "/", **wishes: Any) -> Page:
        """A page at ``path``; the wishes are those of ``profile``."""
        page = self.profile(**wishes).new_page()
        page.goto(path)
        return page

    def forgive(self, text: str) -> None:
        """Expect complaints that contain ``text``."""
        self.forgiven.append(text)

    def close(self) -> None:
        for context in self._contexts:
            context.close()

    @property
    def unforgiven(self) -> list[str]:
        return [text for text in self.complaints if not any(part in text for part in self.forgiven)]

    def _hear(self, message: ConsoleMessage) -> None:
        if message.type == "error":
            self.complaints.append(f"console: {message.text}")


def violations(page: Page, *, rules: Sequence[str] | None = None) -> list[str]:
    """
    What axe finds wrong with a page, one readable line for each kind and place; empty when all is well.

    Args:
        rules: the names of those that are asked, where not all are.
    """
    if not page.evaluate("'axe' in window"):
        page.evaluate(Axe().axe_script)
    wanted = {"resultTypes": ["violations"]} | ({"runOnly": rules} if rules else {})
    found = page.evaluate("wanted => axe.run(wanted)", wanted)["violations"]
    return [
        f"{one['id']}: {one['help']} at {' '.join(node['target'])}" for one in found for node in one["nodes"]
    ]


# Right after a change of the window's size the boxes are still those of the frame before.
WIDER = """async () => {
  for (let frames = 0; frames < 2; frames += 1) await new Promise(requestAnimationFrame);
  return document.documentElement.scrollWidth - document.documentElement.clientWidth;
}"""


def overflowing(page: Page) -> int:
    """By how many pixels a page is wider than its window, once it is drawn."""
    width: int = page.evaluate(WIDER)
    return width


def faults(page: Page, name: str) -> Iterator[str]:
    """
    What is wrong with an open page: all rules in one theme, those on colours in the others, the width on a phone.

    Args:
        name: under which ``keep`` keeps its pictures.
    """
    for theme in THEMES:
        page.evaluate("theme => { document.documentElement.dataset.theme = theme }", theme)
        keep(page, f"{name}-{theme}")
        rules = None if theme == THEMES[0] else RULES_ON_COLOURS
        yield from (f"{theme}: {found}" for found in violations(page, rules=rules))
    page.set_viewport_size({"width": PHONE, "height": 844})
    for _ in range(100):  # a page that is made narrow takes a moment to lay itself out anew
        if (pixels := overflowing(page)) <= 0:
            break
        page.wait_for_timeout(50)
    keep(page, f"{name}-phone")
    if pixels > 0:
        yield f"{pixels} pixels wider than a phone"
    page.set_viewport_size({"width": WIDE, "height": 820})


@pytest.fixture(scope="module")
def chromium() -> Iterator[Browser]:
    """One browser for the tests of a file; its event loop must not outlive them."""
    program = _program()
    if program is None:
        pytest.skip(f"No Chromium on this machine (looked for {', '.join(PROGRAMS)}).")
    if not _has_chinese_font():
        pytest.skip("No Chinese font on this machine; pages would show boxes (Debian: fonts-noto-cjk).")
    with pytest.MonkeyPatch.context() as environment, sync_playwright() as playwright:
        # Playwright's own event loop runs in this thread; Django would take the test itself for asynchronous code.
        environment.setenv("DJANGO_ALLOW_ASYNC_UNSAFE", "1")
        browser = playwright.chromium.launch(executable_path=program, args=ARGUMENTS)
        yield browser
        browser.close()


@pytest.fixture
def browse(chromium: Browser, live_server: Any) -> Iterator[Browse]:
    """Opens pages of the running site; see ``Browse``."""
    opener = Browse(browser=chromium, site=live_server.url)
    yield opener
    opener.close()
    assert opener.unforgiven == []


def keep(page: Page, name: str) -> None:
    """Save a picture of the whole page in the folder that ``SCREENSHOTS`` names; without it, do nothing."""
    folder = os.environ.get("SCREENSHOTS")
    if folder:
        Path(folder).mkdir(parents=True, exist_ok=True)
        page.screenshot(path=Path(folder) / f"{name}.png", full_page=True)
