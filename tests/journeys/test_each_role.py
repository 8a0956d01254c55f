"""Everybody signs in with password and second factor, and finds what their roles may, and nothing else."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest
from allauth.mfa.adapter import get_adapter
from allauth.mfa.totp.internal.auth import TOTP
from django.contrib.auth import get_user_model
from playwright.sync_api import Page

from tests.browser import Browse
from tests.people import Office, make_office, make_staff
from tests.platform.identity.way_in import PASSWORD, code_at, with_password
from yinuo.platform.identity.public import Role

SECRET = "JBSWY3DPEHPK3PXPJBSWY3DPEHPK3PXP"
EVERYBODY = {"Four eyes"}
HELPERS = EVERYBODY | {"My tasks"}
CUSTOMERS = HELPERS | {"Customers"}
CASES = CUSTOMERS | {"My queue", "Due soon", "Unassigned", "All cases"}
STANDARDS = {"Policies", "Calendars"}
RULES = {"Classification", "Rules for owners"}
READY_MADE = {"Canned texts", "Macros"}
ADMINISTRATION = EVERYBODY | {"Organisation", "Staff"}

# What stands in the navigation of each role: a change here is a change of who may see what.
SEES: dict[Role, set[str]] = {
    Role.CLERK: CASES,
    Role.COMPLAINT_SPECIALIST: CASES | READY_MADE,
    Role.CALLBACK_OFFICER: CASES,
    Role.SUPERVISOR: CASES
    | READY_MADE
    | STANDARDS
    | RULES
    | {"Absences", "Dedicated teams", "Review of reveals", "Supervisor's desk", "Wallboard"},
    Role.COMPLAINT_ANALYST: CASES | STANDARDS | RULES | {"Wallboard"},
    Role.SECURITY_OFFICER: HELPERS | {"Evidence log", "Review of reveals", "Unusual access"},
    Role.LOYALTY_MANAGER: CUSTOMERS,
    Role.EXECUTIVE: CASES | STANDARDS | RULES | {"Wallboard"},
    Role.AUDITOR: CASES - {"My tasks"} | STANDARDS | RULES | {"Evidence log"},
    Role.SYSTEM_ADMINISTRATOR: ADMINISTRATION | STANDARDS,
}
PAGES = {
    "/cases/": {role for role, seen in SEES.items() if "My queue" in seen},
    "/cases/new/": {Role.CLERK, Role.COMPLAINT_SPECIALIST, Role.CALLBACK_OFFICER, Role.SUPERVISOR},
    "/administration/staff/": {Role.SYSTEM_ADMINISTRATOR},
    "/administration/organisation/": {Role.SYSTEM_ADMINISTRATOR},
    "/notices/": set(Role),
    "/account/": set(Role),
}


@pytest.fixture
def office(transactional_db: None) -> Office:
    return make_office()


def somebody(office: Office, role: Role) -> str:
    """The staff number of a new colleague with this role, a password and an authenticator app."""
    actor = make_staff(office.head, role, name="王敏")
    assert actor.id is not None
    person = with_password(actor.id)
    TOTP.activate(get_user_model().objects.get(pk=actor.id), SECRET)
    assert get_adapter().is_mfa_enabled(get_user_model().objects.get(pk=actor.id))
    return person.number


def sign_in(page: Page, number: str) -> None:
    """Sign in as a person does: number and password, then the code from the app."""
    page.goto("/")
    page.get_by_label("Staff number").fill(number)
    page.get_by_label("Password").fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    page.get_by_label("Six-digit code").fill(code_at(SECRET, datetime.now(UTC)))
    page.get_by_role("button", name="Continue").click()
    page.wait_for_selector("nav#navigation")
    page.wait_for_load_state()


@pytest.mark.browser
@pytest.mark.parametrize("role", list(Role))
def test_a_role_finds_its_pages_and_no_others(browse: Browse, office: Office, role: Role) -> None:
    browse.forgive("ERR_CONNECTION_REFUSED")  # no process for live updates runs here
    page = browse.open("/", language="en")
    sign_in(page, somebody(office, role))
    seen = {
        item.inner_text().split("\n")[0].strip() for item in page.locator("nav#navigation .nav-item").all()
    }
    assert seen == SEES[role]
    for item in page.locator("nav#navigation .nav-item").all():
        address = item.get_attribute("href")
        assert page.request.get(address or "").status == 200, address
    for address, allowed in PAGES.items():
        assert page.request.get(address).status == (200 if role in allowed else 403), address
