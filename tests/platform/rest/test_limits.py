"""Nobody asks more than their share, and whoever does is told when to come back."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from django.db import connection, connections
from django.test import Client
from hypothesis import given
from hypothesis import strategies as st
from hypothesis.extra.django import TestCase

from tests.platform.rest.conftest import Program
from yinuo.platform.rest.limits import FOR_ADDRESSES, Rate, forget_whole, of_address, spend

AT = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)
FIVE = Rate(name="test", requests=5, seconds=10)
SUBJECT = b"somebody"


@pytest.mark.django_db
def test_the_allowance_may_be_used_at_once_and_refills_evenly() -> None:
    assert [spend(subject=SUBJECT, rate=FIVE, now=AT).left for _ in range(5)] == [4, 3, 2, 1, 0]
    refused = spend(subject=SUBJECT, rate=FIVE, now=AT)
    assert refused.is_refused
    assert refused.retry_after == 2
    assert spend(subject=SUBJECT, rate=FIVE, now=AT + timedelta(seconds=1)).is_refused
    assert not spend(subject=SUBJECT, rate=FIVE, now=AT + timedelta(seconds=2)).is_refused
    assert spend(subject=SUBJECT, rate=FIVE, now=AT + timedelta(seconds=2)).is_refused


@pytest.mark.django_db
def test_knocking_again_does_not_prolong_the_wait() -> None:
    for _ in range(50):
        spend(subject=SUBJECT, rate=FIVE, now=AT)
    assert not spend(subject=SUBJECT, rate=FIVE, now=AT + timedelta(seconds=2)).is_refused


class Never(TestCase):
    """Against an oracle that counts."""

    @given(st.lists(st.integers(0, 4000), min_size=1, max_size=40))
    def test_more_than_two_allowances_fit_into_no_window(self, gaps: list[int]) -> None:
        at, granted = AT, []
        for gap in gaps:
            at += timedelta(milliseconds=gap)
            if not spend(subject=SUBJECT, rate=FIVE, now=at).is_refused:
                granted.append(at)
        for start in granted:
            window = [one for one in granted if start <= one < start + timedelta(seconds=FIVE.seconds)]
            # A full allowance, and what refills meanwhile.
            assert len(window) <= 2 * FIVE.requests
        connection.cursor().execute("DELETE FROM rest_allowance")


@pytest.mark.django_db(transaction=True)
def test_all_processes_share_one_allowance() -> None:
    def ask(_number: int) -> bool:
        try:
            return spend(subject=SUBJECT, rate=FIVE, now=AT).is_refused
        finally:
            connections.close_all()

    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(ask, range(40))).count(False) == FIVE.requests


def test_one_household_counts_together_and_the_table_tells_no_address() -> None:
    one, same, other = (of_address(a, key="k") for a in ("2001:db8::1", "2001:db8::ffff", "2001:db8:0:1::1"))
    assert one == same != other
    assert of_address("192.0.2.1", key="k") != of_address("192.0.2.2", key="k")
    assert of_address("192.0.2.1", key="k") != of_address("192.0.2.1", key="other")


@pytest.mark.django_db
@pytest.mark.usefixtures("still")
def test_an_address_without_a_token_is_slowed_down_and_tokens_from_there_are_not(program: Program) -> None:
    client = Client(headers={"Accept-Language": "en"})
    statuses = [client.get("/api/v1/me").status_code for _ in range(FOR_ADDRESSES.requests + 3)]
    assert statuses == [401] * FOR_ADDRESSES.requests + [429] * 3
    refused = client.get("/api/v1/me")
    assert refused.status_code == 429
    assert refused.json()["code"] == "rest.too_many_requests"
    assert int(refused.headers["Retry-After"]) >= 1
    assert program.get("/api/v1/me").status_code == 200


@pytest.mark.django_db
@pytest.mark.usefixtures("still")
def test_behind_a_proxy_callers_are_told_apart_by_the_address_that_it_adds(settings: Any) -> None:
    settings.ALLAUTH_TRUSTED_PROXY_COUNT = 1

    def left(forwarded: str) -> str:
        answer = Client(headers={"X-Forwarded-For": forwarded}).get("/api/v1/me")
        return answer.headers["RateLimit"].partition(";t=")[0]

    assert left("192.0.2.1") == '"address";r=59'
    assert left("192.0.2.2") == '"address";r=59'
    # What the caller wrote stands before what the proxy added.
    assert left("192.0.2.9, 192.0.2.2") == '"address";r=58'
    assert left("nonsense") == '"address";r=59'


@pytest.mark.django_db
@pytest.mark.usefixtures("still")
def test_answers_tell_what_is_left(program: Program) -> None:
    answers = [program.get("/api/v1/me") for _ in range(2)]
    assert answers[0].headers["RateLimit-Policy"] == '"token";q=1200;w=60'
    assert answers[0].headers["RateLimit"] == '"token";r=1199;t=1'


@pytest.mark.django_db
def test_allowances_that_are_whole_are_forgotten() -> None:
    spend(subject=SUBJECT, rate=FIVE, now=AT)
    assert forget_whole(now=AT + timedelta(seconds=1)) == 0
    assert forget_whole(now=AT + timedelta(seconds=3)) == 1


@pytest.mark.django_db
def test_counting_writes_no_disk() -> None:
    with connection.cursor() as cursor:
        cursor.execute("SELECT relpersistence FROM pg_class WHERE relname = 'rest_allowance'")
        assert cursor.fetchone() == ("u",)
