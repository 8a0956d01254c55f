"""The counters that lock attackers out are shared, exact, and not to be washed away."""

from __future__ import annotations

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
import time_machine
from django.contrib.sessions.models import Session
from django.core.cache import cache
from django.db import connection

from yinuo.platform.identity.models import SharedValue
from yinuo.platform.identity.public import prune_expired

START = datetime(2026, 3, 2, 1, 0, tzinfo=UTC)


@pytest.fixture
def clock() -> Iterator[time_machine.Traveller]:
    with time_machine.travel(START, tick=False) as traveller:
        yield traveller


@pytest.mark.django_db
def test_a_value_lives_until_its_moment_and_can_then_be_added_again(clock: time_machine.Traveller) -> None:
    assert cache.add("k", [1.5, "y", True, None], 30)
    assert not cache.add("k", "other", 30)
    assert cache.get("k") == [1.5, "y", True, None]
    clock.shift(30)
    assert cache.get("k", "gone") == "gone"
    assert cache.add("k", "other", 30)


@pytest.mark.django_db
def test_values_are_replaced_prolonged_deleted_and_kept_for_ever(clock: time_machine.Traveller) -> None:
    cache.set("k", 1, 10)
    cache.set("k", 2, None)
    clock.shift(10**8)
    assert cache.get("k") == 2
    assert cache.touch("k", 5)
    clock.shift(6)
    assert not cache.touch("k", 5)
    cache.set("k", 3)
    assert cache.delete("k")
    assert not cache.delete("k")
    cache.set("a", 1)
    cache.clear()
    assert cache.get("a") is None


@pytest.mark.django_db(transaction=True)
def test_of_many_requests_at_once_one_adds_also_over_an_expired_value() -> None:
    for round_ in range(3):
        cache.set(f"k{round_}", "old", 0)
        start = Barrier(6)

        def add(_index: int, key: str = f"k{round_}", start: Barrier = start) -> bool:
            start.wait()
            try:
                return cache.add(key, "y", 30)
            finally:
                connection.close()

        with ThreadPoolExecutor(6) as pool:
            assert sum(pool.map(add, range(6))) == 1


@pytest.mark.django_db
def test_many_other_values_do_not_wash_a_lock_away() -> None:
    cache.set("lock", 1, 900)
    SharedValue.objects.bulk_create(
        SharedValue(key=f"n{index}", value=1, expires_at=START) for index in range(2000)
    )
    cache.set("more", 1, 900)
    assert cache.get("lock") == 1


@pytest.mark.django_db
def test_what_is_over_is_swept_out_and_nothing_else(clock: time_machine.Traveller) -> None:
    cache.set("over", 1, 10)
    cache.set("live", 1, 1000)
    Session.objects.create(session_key="a" * 32, session_data="", expire_date=START + timedelta(seconds=10))
    Session.objects.create(session_key="b" * 32, session_data="", expire_date=START + timedelta(hours=1))
    assert prune_expired(now=START + timedelta(seconds=60)) == 2
    assert cache.get("live") == 1
    assert Session.objects.get().session_key == "b" * 32
