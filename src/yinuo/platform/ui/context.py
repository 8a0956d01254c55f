"""What every page's frame needs: who acts, where they may go, how they like to see and read it."""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from django.conf import settings
from django.http import HttpRequest
from django.urls import reverse
from django.utils.translation import get_language, gettext_lazy

from yinuo.platform.identity.public import Actor, institution_name
from yinuo.platform.ui.navigation import (
    Group,
    PersonLink,
    Text,
    bar_items_of,
    navigation_of,
    person_links,
    search_of,
)

THEME_COOKIE = "yinuo_theme"
THEMES: dict[str, Text] = {
    "auto": gettext_lazy("Automatic"),
    "light": gettext_lazy("Light"),
    "dark": gettext_lazy("Dark"),
    "contrast": gettext_lazy("Contrast"),
}
# Each language in its own words: whoever cannot read the page must still find theirs.
LANGUAGES: dict[str, str] = {"zh-hans": "中文", "en": "English"}
# The style sheets of themes other than light, with the system's wish that calls for them in "auto".
THEME_SHEETS = (
    ("dark", "ui/css/dark.css", "(prefers-color-scheme: dark)"),
    ("contrast", "ui/css/contrast.css", "(prefers-contrast: more)"),
)


@dataclass(frozen=True, kw_only=True)
class Sheet:
    """A theme's style sheet, and on which media it holds."""

    path: str
    media: str


@dataclass
class Shell:
    """The frame of one page; everything that costs a query waits until a template asks."""

    request: HttpRequest

    @property
    def actor(self) -> Actor | None:
        return getattr(self.request, "actor", None)

    @property
    def is_demo(self) -> bool:
        return settings.CONFIG.is_demo

    @property
    def institution(self) -> str:
        """The name of the institution whose house this is; empty where none is set."""
        return institution_name()

    @property
    def live_url(self) -> str:
        """Where this page hears of changes; empty for whoever has not signed in."""
        return getattr(self.request, "live_url", "") if self.actor else ""

    @property
    def theme(self) -> str:
        wanted = getattr(self.request, "theme", "") or self.request.COOKIES.get(THEME_COOKIE, "auto")
        return wanted if wanted in THEMES else "auto"

    @property
    def theme_sheets(self) -> list[Sheet]:
        """Print always has the light theme."""
        if self.theme == "auto":
            return [Sheet(path=path, media=f"screen and {wish}") for _, path, wish in THEME_SHEETS]
        return [Sheet(path=path, media="screen") for theme, path, _ in THEME_SHEETS if theme == self.theme]

    @property
    def themes(self) -> dict[str, Text]:
        return THEMES

    @property
    def languages(self) -> dict[str, str]:
        return LANGUAGES

    @property
    def language(self) -> str:
        return get_language() or settings.LANGUAGE_CODE

    @property
    def here(self) -> str:
        """The shown page, to come back to."""
        return self.request.get_full_path()

    @cached_property
    def navigation(self) -> list[Group]:
        return navigation_of(self.actor, request=self.request) if self.actor else []

    @cached_property
    def bar_items(self) -> list[str]:
        return bar_items_of(self.actor) if self.actor else []

    @property
    def person_links(self) -> list[PersonLink]:
        return person_links()

    @cached_property
    def search(self) -> dict[str, object] | None:
        page = search_of(self.actor) if self.actor else None
        return {"url": reverse(page.url_name), "placeholder": page.placeholder} if page else None


def shell(request: HttpRequest) -> dict[str, object]:
    """Who acts, and the frame around what they see."""
    return {"actor": getattr(request, "actor", None), "shell": Shell(request)}
