"""The frame: who sees which entries, in which language and theme, and what happens when something goes wrong."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django import forms
from django.http import HttpResponse
from django.template import engines
from django.test import Client, RequestFactory
from django.utils.datastructures import MultiValueDict

from yinuo.platform.identity.public import Actor, ActorKind, Role
from yinuo.platform.ui import navigation
from yinuo.platform.ui.context import Shell
from yinuo.platform.ui.middleware import words_for_refusals
from yinuo.platform.ui.public import NavigationItem, register_navigation

pytestmark = pytest.mark.django_db

CLERK = Actor(kind=ActorKind.STAFF, name="王敏", roles=frozenset({Role.CLERK}), reach="/")


@pytest.fixture
def own_navigation(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Only what the test registers."""
    monkeypatch.setattr(navigation, "_items", {})
    return


def shell_for(path: str, actor: Actor | None = CLERK, **cookies: str) -> Shell:
    request = RequestFactory().get(path)
    request.actor = actor  # type: ignore[attr-defined]
    request.COOKIES.update(cookies)
    return Shell(request)


# navigation


@pytest.mark.usefixtures("own_navigation")
def test_people_see_the_entries_of_their_roles_in_order() -> None:
    register_navigation(NavigationItem(label="Later", url_name="ui:patterns", order=20, group="Tools"))
    register_navigation(NavigationItem(label="First", url_name="ui:preferences", order=10))
    assert [(group.label, [e.item.label for e in group.entries]) for group in shell_for("/").navigation] == [
        ("", ["First"]),
        ("Tools", ["Later"]),
    ]
    register_navigation(
        NavigationItem(label="First", url_name="ui:preferences", order=10, roles=frozenset({Role.AUDITOR}))
    )
    assert [e.item.label for group in shell_for("/").navigation for e in group.entries] == ["Later"]


@pytest.mark.usefixtures("own_navigation")
def test_the_entry_of_the_shown_page_is_current() -> None:
    register_navigation(NavigationItem(label="Patterns", url_name="ui:patterns"))
    assert shell_for("/patterns").navigation[0].entries[0].current
    assert shell_for("/patterns/deeper").navigation[0].entries[0].current
    assert not shell_for("/patternsandmore").navigation[0].entries[0].current


@pytest.mark.usefixtures("own_navigation")
def test_counts_are_asked_for_once_and_only_when_shown() -> None:
    asked: list[Actor] = []

    def count(actor: Actor) -> int:
        asked.append(actor)
        return 3

    register_navigation(NavigationItem(label="Patterns", url_name="ui:patterns", count=count))
    entry = shell_for("/").navigation[0].entries[0]
    assert asked == []
    assert (entry.count, entry.count) == (3, 3)
    assert asked == [CLERK]


def test_guests_see_no_navigation_and_hear_no_events() -> None:
    shell = shell_for("/", actor=None)
    shell.request.live_url = "http://localhost:8001/live/stream"  # type: ignore[attr-defined]
    assert shell.navigation == []
    assert shell.live_url == ""


# themes


@pytest.mark.parametrize(
    ("wanted", "theme", "sheets"),
    [
        ("light", "light", []),
        ("dark", "dark", ["ui/css/dark.css"]),
        ("contrast", "contrast", ["ui/css/contrast.css"]),
        ("auto", "auto", ["ui/css/dark.css", "ui/css/contrast.css"]),
        ("<script>", "auto", ["ui/css/dark.css", "ui/css/contrast.css"]),
    ],
)
def test_themes_are_style_sheets_for_the_screen_only(wanted: str, theme: str, sheets: list[str]) -> None:
    shell = shell_for("/", yinuo_theme=wanted)
    assert shell.theme == theme
    assert [sheet.path for sheet in shell.theme_sheets] == sheets
    assert all(sheet.media.startswith("screen") for sheet in shell.theme_sheets)


# preferences


def test_language_and_theme_are_kept_and_the_person_comes_back(client: Client) -> None:
    answer = client.post("/preferences", {"theme": "dark", "language": "en", "next": "/patterns?page=2"})
    assert answer.headers["Location"] == "/patterns?page=2"
    assert (answer.cookies["yinuo_theme"].value, answer.cookies["yinuo_language"].value) == ("dark", "en")


@pytest.mark.parametrize(
    "elsewhere", ["https://example.org/", "//example.org/", "\\\\example.org", "javascript:alert(1)", ""]
)
def test_nobody_is_led_out_of_the_house(client: Client, elsewhere: str) -> None:
    assert client.post("/preferences", {"theme": "dark", "next": elsewhere}).headers["Location"] == "/"


def test_unknown_wishes_change_nothing(client: Client) -> None:
    answer = client.post("/preferences", {"theme": "pink", "language": "xx"})
    assert not {"yinuo_theme", "yinuo_language"} & set(answer.cookies)


def test_preferences_are_not_changed_by_a_link(client: Client) -> None:
    assert client.get("/preferences").status_code == 405


# gallery and errors


@pytest.mark.parametrize(("language", "lang"), [("en", "en"), ("zh-hans", "zh-Hans")])
def test_the_gallery_speaks_the_readers_language(client: Client, language: str, lang: str) -> None:
    client.cookies["yinuo_language"] = language
    page = client.get("/patterns").content.decode()
    assert f'<html lang="{lang}"' in page
    assert ("我的队列" in page) is (language == "zh-hans")
    assert "style=" not in page
    assert "onclick" not in page


def test_a_page_that_does_not_exist_says_so_and_what_to_do(client: Client) -> None:
    client.cookies["yinuo_language"] = "en"
    answer = client.get("/no/such/page")
    assert answer.status_code == 404
    assert "There is nothing at this address" in answer.content.decode()


def test_a_form_without_its_token_says_that_it_expired() -> None:
    client = Client(enforce_csrf_checks=True)
    client.cookies["yinuo_language"] = "en"
    answer = client.post("/preferences", {"theme": "dark"})
    assert answer.status_code == 403
    assert "This form has expired" in answer.content.decode()


def test_a_bare_refusal_gets_words_for_people_and_stays_bare_for_programs() -> None:
    refuse = words_for_refusals(lambda _request: HttpResponse(status=429, headers={"Retry-After": "60"}))
    page = refuse(RequestFactory().get("/", headers={"Accept": "text/html"}))
    assert page.headers["Retry-After"] == "60"
    assert "Too many requests" in page.content.decode()
    assert refuse(RequestFactory().get("/", headers={"Accept": "application/json"})).content == b""


# forms


class Questions(forms.Form):
    name = forms.CharField(help_text="As in your passport.")
    agreed = forms.BooleanField()
    way = forms.ChoiceField(widget=forms.RadioSelect, choices=[("a", "A"), ("b", "B")], required=False)


def form_page(form: forms.Form) -> str:
    source = "{% errors form %}{% for bound in form %}{% field bound %}{% endfor %}"
    return engines["django"].from_string(source).render({"form": form})


def test_a_field_ties_label_help_and_error_to_its_control() -> None:
    page = form_page(Questions(MultiValueDict({"name": [""]})))
    assert '<label for="id_name">' in page
    assert 'aria-describedby="id_name_help id_name_error"' in page
    assert 'aria-invalid="true"' in page
    assert 'id="id_name_help"' in page
    assert 'id="id_name_error"' in page


def test_the_summary_of_a_refused_form_leads_to_its_fields() -> None:
    page = form_page(Questions(MultiValueDict({"name": [""]})))
    assert '<a href="#id_name">Name</a>' in page
    assert 'role="alert"' in page
    assert "error-summary" not in form_page(Questions())


def test_groups_of_choices_have_a_legend_and_optional_fields_say_so() -> None:
    page = form_page(Questions())
    assert "<legend>Way" in page
    assert "optional" in page
