"""A promise says where it stands in words, whatever its state."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from types import SimpleNamespace

import pytest
from django.template import engines
from django.test import RequestFactory
from django.utils import translation

from yinuo.platform.ui.gallery.promises import SamplePromise, every_state
from yinuo.platform.ui.promises import read_promise

NOW = datetime(2026, 11, 24, 3, 0, tzinfo=UTC)


def drawn(promise: SamplePromise | None, tag: str = "{% promise_chip promise %}") -> str:
    request = RequestFactory().get("/")
    request.now = NOW  # type: ignore[attr-defined]
    return engines["django"].from_string(tag).render({"promise": promise, "request": request})


@pytest.mark.parametrize(
    ("name", "look", "words"),
    [
        ("running", "running", "14 h 50 min left"),
        ("days", "running", "12 days left"),
        ("at_risk", "at-risk", "1 h 12 min left"),
        ("seconds", "at-risk", "under a minute left"),
        ("late", "broken", "late by 2 h 04 min"),
        ("kept", "kept", "kept · 6 h 31 min"),
        ("broken", "broken", "late by 2 h 04 min"),
        ("paused", "paused", "paused: 外部鉴定"),
        ("withdrawn", "withdrawn", "withdrawn"),
    ],
)
def test_every_state_has_its_words_and_its_colour(name: str, look: str, words: str) -> None:
    chip = drawn(every_state(now=NOW)[name])
    assert f"<span data-words>{words}</span>" in chip
    assert f'class="promise {look}"' in chip


def test_chinese_readers_get_chinese_words() -> None:
    with translation.override("zh-hans"):
        assert "剩 1 小时 12 分" in drawn(every_state(now=NOW)["at_risk"])
        assert "迟 2 小时 04 分" in drawn(every_state(now=NOW)["late"])


@pytest.mark.parametrize("name", ["kept", "broken", "paused", "withdrawn"])
def test_what_is_settled_or_paused_does_not_tick(name: str) -> None:
    assert "data-promise" not in drawn(every_state(now=NOW)[name])


@pytest.mark.parametrize("name", ["running", "at_risk", "late"])
def test_what_is_open_ticks_by_the_clock_of_the_server(name: str) -> None:
    promise = every_state(now=NOW)[name]
    chip = drawn(promise)
    assert f'data-due="{int(promise.due_at.timestamp() * 1000)}"' in chip


def test_a_running_promise_past_its_time_reads_late_before_anybody_notices() -> None:
    unnoticed = SamplePromise(
        state="RUNNING", made_at=NOW - timedelta(hours=25), due_at=NOW - timedelta(hours=1)
    )
    assert read_promise(unnoticed, now=NOW).look == "broken"


def test_the_thread_is_as_long_as_the_time_spent() -> None:
    half = SamplePromise(state="RUNNING", made_at=NOW - timedelta(hours=12), due_at=NOW + timedelta(hours=12))
    assert read_promise(half, now=NOW).spent == 50
    assert 'data-spent width="50"' in drawn(half)


def test_a_promise_due_at_once_is_spent() -> None:
    assert read_promise(SamplePromise(state="RUNNING", made_at=NOW, due_at=NOW), now=NOW).spent == 100


def test_no_promise_is_a_dash() -> None:
    assert "—" in drawn(None)


def test_a_reason_cannot_bring_its_own_markup() -> None:
    promise = SamplePromise(
        state="PAUSED", made_at=NOW, due_at=NOW + timedelta(days=1), pause_reason="<script>alert(1)</script>"
    )
    assert "<script>" not in drawn(promise)


def test_the_bar_marks_its_alarms_where_they_lie() -> None:
    promise = SamplePromise(
        state="RUNNING", made_at=NOW - timedelta(hours=12), due_at=NOW + timedelta(hours=12)
    )
    alarm = SimpleNamespace(at=NOW + timedelta(hours=6))
    request = RequestFactory().get("/")
    request.now = NOW  # type: ignore[attr-defined]
    bar = (
        engines["django"]
        .from_string('{% time_bar promise "Answer" alarms=alarms %}')
        .render({"promise": promise, "alarms": [alarm.at], "request": request})
    )
    assert 'd="M225 2v14"' in bar  # three quarters of 300
    assert "ahead" in bar


def test_nothing_carries_a_style_that_the_content_policy_refuses() -> None:
    for promise in every_state(now=NOW).values():
        assert "style=" not in drawn(promise) + drawn(promise, '{% time_bar promise "Answer" %}')
