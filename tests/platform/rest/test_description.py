"""Whoever writes a program against the interface finds all of it on one page."""

from __future__ import annotations

import json
import re

import pytest
from django.test import Client

from yinuo.site.api import api

pytestmark = pytest.mark.django_db


@pytest.fixture
def page() -> str:
    return Client(headers={"accept-language": "en"}).get("/api/v1/").content.decode()


@pytest.mark.parametrize("operation", api.operations, ids=lambda operation: operation.name)
def test_each_operation_is_on_the_page(page: str, operation: object) -> None:
    assert f'id="{operation.name}"' in page  # type: ignore[attr-defined]
    assert f'href="#{operation.name}"' in page  # type: ignore[attr-defined]


def test_the_page_needs_nothing_from_elsewhere(page: str) -> None:
    assert not re.findall(r'(?:src|href)="https?://', page)
    assert " style=" not in page


def test_examples_can_be_pasted(page: str) -> None:
    bodies = re.findall(r"-d &#x27;(.*?)&#x27;</code>", page, re.S)
    assert bodies
    for body in bodies:
        assert isinstance(json.loads(body.replace("&quot;", '"')), dict)


def test_the_description_is_cached_and_told_apart(page: str) -> None:
    first = Client(headers={"accept-language": "en"}).get("/api/v1/openapi.json")
    assert first.headers["Content-Type"].startswith("application/vnd.oai.openapi+json")
    assert "public" in first.headers["Cache-Control"]
    unchanged = Client(headers={"accept-language": "en", "if-none-match": first.headers["ETag"]})
    assert unchanged.get("/api/v1/openapi.json").status_code == 304


def test_neither_asks_for_a_token_or_the_database(django_assert_num_queries: object) -> None:
    with django_assert_num_queries(0):  # type: ignore[operator]
        assert Client().get("/api/v1/").status_code == 200
        assert Client().get("/api/v1/openapi.json").status_code == 200
