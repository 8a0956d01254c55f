"""The log: one line for each event, nothing forged, nobody's data."""

from __future__ import annotations

import json
import logging
import sys
from dataclasses import replace

import pytest

from yinuo.site.config import Mode, read_config
from yinuo.site.logs import formatter

PRODUCTION = replace(read_config({}), mode=Mode.PRODUCTION)
DEMO = read_config({})


def line(record: logging.LogRecord, *, config: object = PRODUCTION) -> str:
    return formatter(config, process="web").format(record)  # type: ignore[arg-type]


def record(text: str, *arguments: object, name: str = "yinuo.test", **more: object) -> logging.LogRecord:
    return logging.makeLogRecord(
        {"name": name, "msg": text, "args": arguments, "levelname": "INFO", "levelno": logging.INFO, **more}
    )


def test_production_writes_json_with_time_process_and_level() -> None:
    written = json.loads(line(record("started")))
    assert written["event"] == "started"
    assert written["process"] == "web"
    assert written["level"] == "info"
    assert written["logger"] == "yinuo.test"
    assert written["timestamp"].endswith("Z")


@pytest.mark.parametrize("config", [PRODUCTION, DEMO])
@pytest.mark.parametrize(
    "attack", ["a\n2026-01-01 [info] forged", "a\r\nforged", "a\u2028forged", "\x1b[2Jforged", "a\x85forged"]
)
def test_line_breaks_in_input_forge_no_line(config: object, attack: str) -> None:
    written = line(record("name %s", attack), config=config)
    assert len(written.splitlines()) == 1
    assert "\x1b[2J" not in written


def test_an_exception_leaves_its_kind_and_place_but_not_its_words() -> None:
    try:
        raise ValueError("13800138000 belongs to somebody")
    except ValueError:
        written = line(record("failed", exc_info=sys.exc_info()))
    assert "13800138000" not in written
    assert json.loads(written)["error"] == "ValueError"
    assert "test_logs.py" in json.loads(written)["where"]


def test_debug_shows_the_words_on_this_machine() -> None:
    try:
        raise ValueError("what exactly went wrong")
    except ValueError:
        written = line(record("failed", exc_info=sys.exc_info()), config=replace(DEMO, debug=True))
    assert "what exactly went wrong" in written


def test_what_a_visitor_sent_is_not_repeated() -> None:
    text = "Invalid HTTP_HOST header: '13800138000.example'."
    written = json.loads(line(record(text, name="django.security.DisallowedHost")))
    assert written["event"] == "refused: DisallowedHost"


def test_what_a_job_was_called_with_is_not_written() -> None:
    job = {"task_name": "yinuo.send", "id": 7, "task_kwargs": {"phone": "13800138000"}}
    text = "Job yinuo.send[7](phone='13800138000') ended with status: Error"
    written = line(record(text, name="procrastinate.worker", job=job, action="job_error"))
    assert "13800138000" not in written
    assert json.loads(written)["job"] == "yinuo.send"
    assert json.loads(written)["event"] == "job error"
