"""One click into the story: in the demonstration, on this machine, and nowhere else."""

from __future__ import annotations

from secrets import token_urlsafe
from uuid import uuid4

import pytest
from django.test import Client
from django.urls import reverse

from tests.people import AT, make_office, make_staff
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM, Actor, Role, deactivate_staff
from yinuo.site.config import read_config

pytestmark = pytest.mark.django_db
HERE = {"REMOTE_ADDR": "127.0.0.1", "HTTP_HOST": "127.0.0.1:8000"}
WHY = "answers complaints all day"


@pytest.fixture
def persona() -> Actor:
    return make_staff(make_office().north, Role.COMPLAINT_SPECIALIST, name="林岚", persona=WHY)


def enter(who: Actor, **request: str) -> tuple[int, Client]:
    browser = Client(**{**HERE, **request})
    response = browser.post(reverse("persona_sign_in", args=[who.id]))
    return response.status_code, browser


def test_the_sign_in_page_offers_the_people_of_the_story_and_says_why(persona: Actor) -> None:
    make_staff(persona.node_id, Role.CLERK, name="真人甲")
    page = Client(**HERE).get(reverse("account_login"), headers={"accept-language": "en"}).content.decode()
    assert WHY in page
    assert "demonstration" in page
    assert "真人甲" not in page


def test_one_click_signs_in_fully(persona: Actor) -> None:
    status, browser = enter(persona)
    assert status == 302
    assert browser.get("/account/security/").status_code == 200
    last = records_of(f"staff:{persona.id}")[-1]
    assert (last.action, last.facts["persona"]) == ("sign_in.succeeded", True)


def test_another_click_is_another_person(persona: Actor) -> None:
    other = make_staff(persona.node_id, Role.CLERK, name="周航", persona="opens the counter")
    _status, browser = enter(persona)
    browser.post(reverse("persona_sign_in", args=[other.id]))
    assert "周航" in browser.get("/account/security/").content.decode()


@pytest.mark.parametrize(
    "request_",
    [
        {"REMOTE_ADDR": "192.0.2.7"},
        {"REMOTE_ADDR": ""},
        {"HTTP_HOST": "testserver"},
        {"HTTP_X_FORWARDED_FOR": "127.0.0.1"},
        {"HTTP_FORWARDED": "for=127.0.0.1"},
    ],
)
def test_from_elsewhere_nobody_is_offered_and_nobody_gets_in(
    persona: Actor, request_: dict[str, str]
) -> None:
    status, browser = enter(persona, **request_)
    assert status == 403
    page = browser.get(reverse("account_login"))
    assert WHY not in page.content.decode()
    assert browser.get("/account/security/").status_code == 302


def test_in_production_nobody_gets_in_and_old_sessions_of_personas_end(
    persona: Actor, settings: object
) -> None:
    _status, browser = enter(persona)
    settings.PERSONA_SIGN_IN = False  # type: ignore[attr-defined]
    assert browser.get("/account/security/").status_code == 302
    assert enter(persona)[0] == 403


@pytest.mark.parametrize(
    "environ",
    [
        {"YINUO_MODE": "demo", "HOST": "0.0.0.0"},  # noqa: S104
        {"YINUO_MODE": "demo", "HOST": "127.0.0.1", "YINUO_BEHIND_PROXY": "1"},
        {
            "YINUO_MODE": "production",
            "HOST": "127.0.0.1",
            "YINUO_SECRET_KEY": token_urlsafe(48),
            "YINUO_ORIGIN": "https://promises.example.com",
            "YINUO_BEHIND_PROXY": "1",
            "YINUO_MAIL_URL": "smtp://mail.example.com",
        },
    ],
)
def test_no_other_configuration_offers_personas(environ: dict[str, str]) -> None:
    config = read_config(environ)
    assert not (config.is_demo and config.is_loopback and not config.behind_proxy)


def test_real_people_closed_accounts_and_strangers_are_no_personas(persona: Actor) -> None:
    real = make_staff(persona.node_id, Role.CLERK)
    assert enter(real)[0] == 403
    deactivate_staff(staff_id=persona.id, actor=SYSTEM, now=AT)  # type: ignore[arg-type]
    assert enter(persona)[0] == 403
    browser = Client(**HERE)
    assert browser.post(reverse("persona_sign_in", args=[uuid4()])).status_code == 403


def test_a_page_elsewhere_cannot_click_for_the_visitor(persona: Actor) -> None:
    browser = Client(enforce_csrf_checks=True, **HERE)
    assert browser.post(reverse("persona_sign_in", args=[persona.id])).status_code == 403
    assert browser.get(reverse("persona_sign_in", args=[persona.id])).status_code == 405
