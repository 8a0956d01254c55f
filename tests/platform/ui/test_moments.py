"""Time as somebody would say it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.utils import translation

from yinuo.platform.ui.moments import day_and_time, day_in_words, in_words, term_in_words

NOW = datetime(2026, 11, 24, 3, 2, tzinfo=UTC)  # 11:02 in Shanghai


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(seconds=59), "under a minute"),
        (timedelta(minutes=12, seconds=59), "12 min"),
        (timedelta(hours=1, minutes=4), "1 h 04 min"),
        (timedelta(hours=23, minutes=59), "23 h 59 min"),
        (timedelta(hours=27), "1 day 3 h"),
        (timedelta(hours=48), "2 days"),
        (timedelta(days=12, hours=23), "12 days"),
        (-timedelta(hours=2, minutes=4), "2 h 04 min"),
    ],
)
def test_lengths(length: timedelta, words: str) -> None:
    assert in_words(length) == words


@pytest.mark.parametrize(
    ("length", "words"),
    [
        (timedelta(days=1), "1 day"),
        (timedelta(days=3), "3 days"),
        (timedelta(hours=2), "2 h"),
        (timedelta(hours=30), "30 h"),
        (timedelta(minutes=90), "1 h 30 min"),
    ],
)
def test_a_term_is_said_as_it_was_set(length: timedelta, words: str) -> None:
    assert term_in_words(length) == words


@pytest.mark.parametrize(
    ("moment", "words"),
    [
        (NOW, "today 11:02"),
        (NOW - timedelta(hours=12), "yesterday 23:02"),
        (NOW + timedelta(days=1), "tomorrow 11:02"),
        (NOW - timedelta(days=3), "21 Nov 11:02"),
        (NOW - timedelta(days=400), "20 Oct 2025 11:02"),
    ],
)
def test_moments_near_now_are_called_by_their_day(moment: datetime, words: str) -> None:
    assert day_and_time(moment, now=NOW) == words


def test_a_day_alone() -> None:
    assert day_in_words(NOW, now=NOW) == "today"
    assert day_in_words(NOW + timedelta(days=13), now=NOW) == "7 Dec"


def test_chinese_dates() -> None:
    with translation.override("zh-hans"):
        assert day_and_time(NOW, now=NOW) == "今天 11:02"
        assert day_in_words(NOW + timedelta(days=13), now=NOW) == "12 月 7 日"
