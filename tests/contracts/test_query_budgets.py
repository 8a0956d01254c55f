"""No page asks the database more than its budget, and no list asks more the longer it is."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import pytest
from django.test import Client
from django.urls import reverse

from tests.contracts.rows import ROWS
from tests.contracts.test_routes import ROUTES
from tests.counting import counted
from tests.people import make_office, make_staff, signed_in
from yinuo.platform.identity.public import Actor, Role

BUDGETS: dict[str, dict[str, Any]] = tomllib.loads(
    Path(__file__).with_name("query_budgets.toml").read_text(encoding="utf-8")
)
FEW, MANY = 10, 40


def queries_of(browser: Client, name: str, status: int) -> list[str]:
    """What one opening of the page asks."""
    with counted() as asked:
        response = browser.get(reverse(name))
    assert response.status_code == status, f"{name} answers {response.status_code}"
    return [query["sql"] for query in asked.captured_queries]


def queries_of_second_visit(browser: Client, name: str, status: int) -> list[str]:
    """What an opening asks right after another: what a process reads once, or once a minute, is not counted."""
    queries_of(browser, name, status)
    return queries_of(browser, name, status)


def viewer(budget: dict[str, Any]) -> Actor:
    return make_staff(make_office().north, Role(budget.get("as", "SYSTEM_ADMINISTRATOR")))


@pytest.mark.django_db
@pytest.mark.parametrize("name", BUDGETS)
def test_the_page_stays_within_its_budget_however_long_it_is(name: str) -> None:
    budget = BUDGETS[name]
    who, status = viewer(budget), budget.get("status", 200)
    browser = signed_in(who)
    fill = ROWS[budget["rows"]] if "rows" in budget else None
    if fill is not None:
        fill(FEW, who)
    with_few = queries_of_second_visit(browser, name, status)
    if fill is not None:
        fill(MANY - FEW, who)
        with_many = queries_of_second_visit(browser, name, status)
        assert len(with_many) == len(with_few), "\n".join(with_many)
    assert len(with_few) <= budget["queries"], "\n".join(with_few)


def test_every_page_has_a_budget() -> None:
    pages = {
        route.name
        for route in ROUTES
        if route.ours
        and not route.name.startswith(("account_", "mfa_"))  # steps of signing in, by allauth
        and "<" not in route.path
        and (access := getattr(route.view, "access", None)) is not None
        and access.roles is not None
        and "GET" in access.methods
        and not access.any_session
        and not access.recent
        and not access.token
    }
    assert pages - BUDGETS.keys() == set(), "give them a budget in query_budgets.toml"


def test_every_budget_is_for_a_page_that_exists() -> None:
    assert BUDGETS.keys() <= {route.name for route in ROUTES}
