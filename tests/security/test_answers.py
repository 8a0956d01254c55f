"""Every address, whoever asks: the browser's doors are closed, and nothing personal is kept."""

from __future__ import annotations

import re

import pytest
from django.http import HttpResponse
from django.test import Client, override_settings

from tests.contracts.test_access_matrix import EXAMPLES, access_of
from tests.contracts.test_routes import ROUTES
from tests.people import make_office, make_staff, signed_in
from yinuo.platform.identity.public import Role

pytestmark = pytest.mark.django_db


def paths() -> list[tuple[str, bool]]:
    """An example of every address, and whether its answers are personal."""
    found = []
    for route in ROUTES:
        access = access_of(route)
        path = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda part: EXAMPLES[part[1] or "str"], route.path)
        found.append((path, access is None or access.personal))
    return found


def lacking(response: HttpResponse) -> list[str]:
    expected = {
        "Content-Security-Policy": "frame-ancestors 'none'",
        "X-Content-Type-Options": "nosniff",
        "Referrer-Policy": "same-origin",
        "Cross-Origin-Opener-Policy": "same-origin",
        "Cross-Origin-Resource-Policy": "same-",
        "Permissions-Policy": "camera=()",
    }
    return [name for name, text in expected.items() if text not in response.headers.get(name, "")]


def asked(browser: Client, method: str) -> list[tuple[str, bool, HttpResponse]]:
    answers = []
    for path, personal in paths():
        response = browser.generic(method, path)
        if response.streaming:  # of a file, that is its end
            response.close()
        answers.append((path, personal, response))
    return answers


@pytest.mark.parametrize("method", ["GET", "POST", "DELETE"])
@pytest.mark.parametrize("who", ["nobody", "administrator"])
def test_every_answer_of_every_address_closes_the_doors_and_personal_ones_are_not_stored(
    method: str, who: str
) -> None:
    browser = Client(raise_request_exception=False)
    if who == "administrator":
        signed_in(make_staff(make_office().head, Role.SYSTEM_ADMINISTRATOR), browser)
    answers = asked(browser, method)
    assert [(path, missing) for path, _, response in answers if (missing := lacking(response))] == []
    kept = [
        path
        for path, personal, response in answers
        if personal and "no-store" not in response.headers.get("Cache-Control", "")
    ]
    assert kept == []
    assert {response.status_code for *_, response in answers} & {200, 302, 403, 404, 405}
    assert [path for path, _, response in answers if response.status_code >= 500] == []


def test_over_tls_every_answer_tells_the_browser_to_stay_there() -> None:
    with override_settings(SECURE_HSTS_SECONDS=31_536_000, SECURE_HSTS_INCLUDE_SUBDOMAINS=True):
        browser = Client(raise_request_exception=False)
        for path in (
            "/complain/",
            "/no/such/page",
            "/account/",
            "/static/identity/account.css",
            "/api/v1/cases",
        ):
            response = browser.get(path, secure=True)
            if response.streaming:
                response.close()
            assert response.headers["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains", (
                path
            )


def test_a_plain_visit_is_sent_to_tls_once_the_origin_is() -> None:
    with override_settings(SECURE_SSL_REDIRECT=True):
        response = Client().get("/complain/?a=b")
        assert response.status_code == 301
        assert response.headers["Location"].startswith("https://")
        assert lacking(response) == []
