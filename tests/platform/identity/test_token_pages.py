"""System administrators give programs access, see who has it, and take it back."""

from __future__ import annotations

import re

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.people import Office, make_office, make_staff, signed_in
from yinuo.platform.identity.public import SYSTEM, Role, TokenState, api_tokens, token_holder

pytestmark = pytest.mark.django_db
TEXT = re.compile(r"<code>(yin_[0-9A-Za-z]{49})</code>")


@pytest.fixture
def office() -> Office:
    return make_office()


@pytest.fixture
def browser(office: Office) -> Client:
    return signed_in(
        make_staff(office.head, Role.SYSTEM_ADMINISTRATOR), Client(headers={"accept-language": "en"})
    )


def give_out(browser: Client, office: Office, **changes: object) -> str:
    wanted = {"name": "核心系统", "scopes": ["organisation:read"], "node": office.north, "days": 30}
    return browser.post(reverse("identity:new_token"), wanted | changes).content.decode()


def test_a_token_is_shown_once_and_works(browser: Client, office: Office) -> None:
    shown = TEXT.search(give_out(browser, office))
    assert shown
    holder = token_holder(text=shown[1], now=timezone.now())
    assert holder is not None
    assert holder.actor.reach == "/HQ/BJ/"
    page = browser.get(reverse("identity:tokens")).content.decode()
    assert "核心系统" in page
    assert "yin_" not in page


def test_a_token_without_scope_is_refused_with_the_form_kept(browser: Client, office: Office) -> None:
    answer = give_out(browser, office, scopes=[])
    assert 'value="核心系统"' in answer
    assert not TEXT.search(answer)
    assert api_tokens(actor=SYSTEM, now=timezone.now()) == ()


def test_revoking_asks_first_and_then_ends_the_token(browser: Client, office: Office) -> None:
    text = TEXT.search(give_out(browser, office))
    assert text
    [token] = api_tokens(actor=SYSTEM, now=timezone.now())
    address = reverse("identity:revoke_token", args=[token.id])
    assert "Revoke the token" in browser.get(address).content.decode()
    assert token_holder(text=text[1], now=timezone.now())
    assert browser.post(address).headers["Location"] == reverse("identity:tokens")
    assert token_holder(text=text[1], now=timezone.now()) is None
    assert api_tokens(actor=SYSTEM, now=timezone.now())[0].state is TokenState.REVOKED
    assert browser.get(address).status_code == 404


def test_nobody_else_comes_near(office: Office) -> None:
    for role in set(Role) - {Role.SYSTEM_ADMINISTRATOR}:
        colleague = signed_in(make_staff(office.head, role))
        for name in ("identity:tokens", "identity:new_token"):
            assert colleague.get(reverse(name)).status_code == 403
