"""
Who may open what: every role, on every address, with every method.

The declarations are kept in ``access_matrix.txt``, so that a change of who may do what is seen in review; after a
change that is meant, write it anew with ``YINUO_WRITE_MATRIX=1 make test``.
"""

from __future__ import annotations

import os
import re
import time
from itertools import cycle
from pathlib import Path
from uuid import UUID

import pytest
from allauth.account.internal.flows import login
from allauth.mfa.totp.internal.auth import TOTP, generate_totp_secret
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.hashers import make_password
from django.db import transaction
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils.module_loading import import_string

from tests.contracts.test_routes import ROUTES, Route
from tests.people import make_office, make_staff
from yinuo.platform.identity.public import EVERY_ROLE, Access, Role
from yinuo.platform.identity.sign_in import session

TABLE = Path(__file__).with_name("access_matrix.txt")
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE")
EXAMPLES = {
    "uuid": "0198c0de-0000-7000-8000-000000000000",
    "uuidstr": "0198c0de-0000-7000-8000-000000000000",  # what the REST library makes of it
    "int": "999999",
    "slug": "nothing",
    "str": "nothing",
    "path": "nothing",
}
HALF, NOBODY, ANONYMOUS = "password only", "no role", "anonymous"


def access_of(route: Route) -> Access | None:
    declared: dict[str, Access] = import_string(settings.ROUTE_ACCESS)
    access: Access | None = getattr(route.view, "access", None) or declared.get(route.name)
    return access


def line(route: Route) -> str:
    access = access_of(route)
    if access is None:
        return f"{route.path}  DENIED"
    if access.token:
        who = "token"
    elif access.roles is None:
        who = "everybody"
    elif access.roles == EVERY_ROLE:
        who = "staff on the way in" if access.any_session else "staff"
    else:
        who = " ".join(sorted(access.roles))
    methods = "*" if access.token else " ".join(sorted(access.methods))
    notes = [note for note, on in (("recent", access.recent), ("public", not access.personal)) if on]
    return "  ".join([route.path or "/", methods, who, *notes])


def test_the_reviewed_table_says_what_the_routes_declare() -> None:
    said = "".join(f"{text}\n" for text in sorted(map(line, ROUTES)))
    if os.environ.get("YINUO_WRITE_MATRIX"):
        TABLE.write_text(said, encoding="utf-8")
    assert said == TABLE.read_text(encoding="utf-8")


def test_no_route_is_left_undeclared() -> None:
    assert [route.path for route in ROUTES if access_of(route) is None] == []


def visitors() -> dict[str, str]:
    """The session keys of everybody who comes by: one person for each role, and those who are not all the way in."""
    office = make_office()
    password = make_password("quiet harbour tin whistle")
    keys = {}
    for name in [*Role.values, NOBODY, HALF]:
        roles = [Role(name)] if name in Role.values else []
        actor = make_staff(office.head, *roles)
        staff = get_user_model().objects.get(pk=actor.id)
        staff.password = password
        staff.save()
        browser = Client()
        browser.force_login(staff)
        kept = browser.session
        kept[session.BEGAN] = kept[session.SEEN] = int(time.time())
        if name != HALF:
            TOTP.activate(staff, generate_totp_secret())
            kept[session.SECOND_FACTOR] = True
        kept[login.AUTHENTICATION_METHODS_SESSION_KEY] = [{"method": "mfa", "at": time.time()}]
        kept[login._AUTHENTICATION_METHODS_USER_SESSION_KEY] = str(staff.pk)
        kept.save()
        keys[name] = str(kept.session_key)
    return keys


def ask(browser: Client, path: str, method: str, key: str | None) -> HttpResponse:
    browser.cookies.clear()
    if key:
        browser.cookies[settings.SESSION_COOKIE_NAME] = key
    with transaction.atomic():
        response = browser.generic(method, path)
        transaction.set_rollback(True)
    return response


def outcome(response: HttpResponse) -> str:
    where = response.headers.get("Location", "")
    if response.status_code == 302 and where.startswith(reverse("account_login")):
        return "sign in"
    if response.status_code == 302 and where == reverse("mfa_index"):
        return "second factor"
    if response.status_code in {403, 405}:
        return {403: "denied", 405: "no such method"}[response.status_code]
    return "fault" if response.status_code >= 500 else "open"


def expected(access: Access, who: str) -> set[str]:
    if access.roles is None:
        return {"open", "denied", "sign in", "second factor"}  # the page itself decides
    if who == ANONYMOUS:
        return {"sign in"}
    if access.any_session:
        return {"open", "second factor"}
    if who == HALF:
        return {"second factor"}
    if who == NOBODY or (who in Role.values and Role(who) not in access.roles):
        return {"denied"}
    return {"open", "second factor"} if access_leads_on(access) else {"open"}


def access_leads_on(access: Access) -> bool:
    """Pages for all staff may lead to the second factors, as those do that change them."""
    return access.roles == EVERY_ROLE


@pytest.mark.timeout(900)  # every address, method and role
@pytest.mark.django_db
def test_every_role_gets_the_declared_answer_everywhere() -> None:
    browser = Client(raise_request_exception=False)
    keys: dict[str, str | None] = {ANONYMOUS: None, **visitors()}
    # A method that is not answered is refused before anybody looks who asks: each time another visitor tries.
    turns = cycle(keys)
    wrong = []
    for route in ROUTES:
        access = access_of(route)
        if access is None or access.token:
            continue
        path = "/" + re.sub(r"<(?:(\w+):)?\w+>", lambda found: EXAMPLES[found[1] or "str"], route.path)
        for method in METHODS:
            if method not in access.answers:
                who = next(turns)
                got = outcome(ask(browser, path, method, keys[who]))
                if got != "no such method":
                    wrong.append((route.path, method, who, got))
            elif method != "HEAD":
                for who, key in keys.items():
                    got = outcome(ask(browser, path, method, key))
                    if got not in expected(access, who):
                        wrong.append((route.path, method, who, got))
    assert wrong == []


def test_example_ids_are_nobodys() -> None:
    assert UUID(EXAMPLES["uuid"]).version == 7
