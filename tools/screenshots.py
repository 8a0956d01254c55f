"""
Take the pictures of the documents anew: ``python -m tools.screenshots``.

A whole installation with the demo story starts in a temporary folder; its pages are opened in both languages, wide
and on a phone, and kept in docs/images.
"""

from __future__ import annotations

import tempfile
from pathlib import Path

from playwright.sync_api import Browser, Page, sync_playwright

from tests.browser import ARGUMENTS, LANGUAGES, PHONE, WIDE, _program
from tests.processes.installation import Installation

IMAGES = Path(__file__).resolve().parent.parent / "docs" / "images"
WIDTHS = {"wide": WIDE, "phone": PHONE}
SPECIALIST = "王敏"
COMPLAINT = {
    "zh-hans": ("上月客服答应免收年费，这个月还是扣了三百元，请给我一个明确的说法。", "李女士"),
    "en": ("The annual fee was waived on the phone last month, and charged all the same.", "Ms Li"),
}


def main() -> None:
    """Start the house, take every picture, stop the house."""
    IMAGES.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="yinuo-pictures-") as folder, sync_playwright() as playwright:
        house = Installation(Path(folder) / "var")
        house.start(YINUO_DEMO_STORY="1")
        try:
            browser = playwright.chromium.launch(executable_path=_program(), args=ARGUMENTS)
            for language in LANGUAGES:
                for name, width in WIDTHS.items():
                    take_all(browser, f"http://127.0.0.1:{house.port}", language, name, width)
            browser.close()
        finally:
            house.stop()


def take_all(browser: Browser, site: str, language: str, size: str, width: int) -> None:
    """The pictures of one language at one width."""
    context = browser.new_context(
        base_url=site,
        viewport={"width": width, "height": 844 if width == PHONE else 820},
        device_scale_factor=1,
    )
    liked = {"yinuo_language": language, "yinuo_theme": "light"}
    context.add_cookies([{"name": name, "value": value, "url": site} for name, value in liked.items()])
    page = context.new_page()

    def keep(name: str) -> None:
        page.wait_for_timeout(300)  # motion has ended
        page.screenshot(path=IMAGES / f"{name}-{language}-{size}.png")

    page.goto("/")
    keep("sign-in")
    file_complaint(page, language)
    keep("portal")
    page.goto("/patterns")
    keep("patterns")
    page.goto("/")
    page.get_by_role("button", name=SPECIALIST).first.click()
    page.goto("/cases/")
    keep("queue")
    page.locator("tbody[data-rows] .promise.kept").first.locator("xpath=ancestor::tr").locator(
        "a"
    ).first.click()
    page.wait_for_load_state()
    keep("case")
    context.close()


def file_complaint(page: Page, language: str) -> None:
    """File a complaint as a customer, up to the receipt."""
    text, name = COMPLAINT[language]
    page.goto("/complain/")
    page.locator("[name=text]").fill(text)
    page.locator("[name=name]").fill(name)
    page.locator("[name=phone]").fill("13800000001")
    page.locator("form button.primary").click()
    page.wait_for_url("**/c/*/")


if __name__ == "__main__":
    main()
