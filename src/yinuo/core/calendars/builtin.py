"""The calendars that come with the product; they need no database."""

from __future__ import annotations

import csv
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

from yinuo.kernel.worktime import Calendar, calendar_from

_FILE = Path(__file__).resolve().parent / "data" / "cn_holidays_makeup_2025_2026.csv"
_OFFICE = ["09:00-17:30"]
_CALLING = ["09:00-21:00"]
_EVERY_DAY = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")

NAMES = {
    "always": ("全天候", "Around the clock"),
    "cn.bank": ("银行工作时间", "Bank hours"),
    "cn.calling": ("外呼时间", "Calling hours"),
}


@cache
def built_in_data() -> Mapping[str, Mapping[str, Any]]:
    """What each of them says, as ``calendar_from`` reads it."""
    published = {"official_from": "2025-01-01", "official_through": "2026-12-31"}
    return {
        "always": {"zone": "Asia/Shanghai", "week": {name: ["00:00-24:00"] for name in _EVERY_DAY}},
        "cn.bank": {
            "zone": "Asia/Shanghai",
            "week": {name: _OFFICE for name in _EVERY_DAY[:5]},  # noqa: C420  # each its own key, one list to read
            "exceptions": [_exception(row, _OFFICE) for row in _rows()],
            **published,
        },
        "cn.calling": {
            "zone": "Asia/Shanghai",
            "week": {name: _CALLING for name in _EVERY_DAY},  # noqa: C420
            "exceptions": [_exception(row, []) for row in _rows() if row["kind"] == "holiday"],
            **published,
        },
    }


def built_in(code: str) -> Calendar | None:
    """The calendar with this code as it comes with the product, or None."""
    data = built_in_data().get(code)
    return calendar_from(data) if data else None


def _rows() -> list[dict[str, str]]:
    with _FILE.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def _exception(row: Mapping[str, str], hours: list[str]) -> dict[str, object]:
    makeup = row["kind"] == "makeup_workday"
    return {
        "date": row["date"],
        "kind": "MAKEUP" if makeup else "HOLIDAY",
        "hours": hours if makeup else [],
        "name": row["name_zh"],
        "name_en": row["name_en"],
    }
