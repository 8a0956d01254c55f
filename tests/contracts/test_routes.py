"""The table of addresses is whole: every address has one name, and says who may open it."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import pytest
from django.conf import settings
from django.urls import URLPattern, URLResolver, get_resolver
from django.utils.module_loading import import_string

# What an address may carry: ids, codes and secrets that say nothing about a person.
HARMLESS = re.compile(
    r"(?:(?:uuid|uuidstr|int|slug|str|path):)?\w*(?:id|pk|code|number|key|token|uidb36|kind|name|path|version|year|month)"
)
PERSONAL = re.compile(r"phone|mobile|email|identity|card|account_number|customer_name")


@dataclass(frozen=True)
class Route:
    name: str
    path: str
    view: Any
    ours: bool


def routes() -> list[Route]:
    def walk(patterns: Any, path: str, prefix: str) -> Iterator[Route]:
        for pattern in patterns:
            here = path + str(pattern.pattern)
            if isinstance(pattern, URLResolver):
                inner = f"{prefix}{pattern.namespace}:" if pattern.namespace else prefix
                yield from walk(pattern.url_patterns, here, inner)
            elif isinstance(pattern, URLPattern):
                view = pattern.callback
                ours = getattr(view, "__module__", "").startswith("yinuo.")
                yield Route(f"{prefix}{pattern.name or ''}", here, view, ours)

    return list(walk(get_resolver().url_patterns, "", ""))


ROUTES = routes()


def test_every_address_has_a_name_of_its_own() -> None:
    ours = [route for route in ROUTES if route.ours]
    assert [route.path for route in ours if not route.name or route.name.endswith(":")] == []
    twice = [name for name, count in Counter(route.name for route in ours).items() if count > 1]
    assert twice == []


def test_every_view_of_ours_says_who_may_open_it() -> None:
    declared = import_string(settings.ROUTE_ACCESS)
    silent = [
        route.path
        for route in ROUTES
        if route.ours and getattr(route.view, "access", None) is None and route.name not in declared
    ]
    assert silent == []


def test_the_table_for_other_peoples_views_names_only_routes_that_exist() -> None:
    assert set(import_string(settings.ROUTE_ACCESS)) <= {route.name for route in ROUTES}


@pytest.mark.parametrize("route", [route for route in ROUTES if route.ours], ids=lambda route: route.path)
def test_no_address_carries_personal_data(route: Route) -> None:
    for parameter in re.findall(r"<([^>]+)>", route.path):
        assert HARMLESS.fullmatch(parameter), parameter
        assert not PERSONAL.search(parameter), parameter
