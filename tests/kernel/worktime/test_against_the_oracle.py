"""Every answer agrees, to the second, with counting seconds: in any calendar, across every shift of the clock."""

from __future__ import annotations

import random
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.kernel.worktime.oracle import Oracle
from yinuo.kernel.worktime import CannotUseCalendar, calendar_from, explain

# Where, and about when, the clock does something unusual; the last two, nothing.
SHIFTS = [
    ("Europe/Berlin", date(2025, 3, 30)),
    ("Europe/Berlin", date(2025, 10, 26)),
    ("America/New_York", date(2025, 3, 9)),
    ("America/New_York", date(2025, 11, 2)),
    ("Australia/Lord_Howe", date(2025, 4, 6)),  # half an hour
    ("America/Havana", date(2025, 11, 2)),  # midnight is repeated
    ("Asia/Beirut", date(2025, 3, 30)),  # midnight is skipped
    ("Pacific/Apia", date(2011, 12, 30)),  # a whole day is skipped
    ("Asia/Shanghai", date(1986, 5, 4)),  # summer time in China
    ("Asia/Shanghai", date(2025, 10, 1)),
    ("UTC", date(2024, 2, 29)),
]
WEEKDAYS = ("mon", "tue", "wed", "thu", "fri", "sat", "sun")


def clock(minutes: int) -> str:
    return f"{minutes // 60:02}:{minutes % 60:02}"


@st.composite
def daytimes(draw: st.DrawFn) -> list[str]:
    """A few spans of one day that do not overlap; the last may be a night shift."""
    marks = sorted(draw(st.sets(st.integers(0, 47), min_size=2, max_size=6)))
    return [f"{clock(a * 30)}-{clock(b * 30)}" for a, b in zip(marks[::2], marks[1::2], strict=False)]


@st.composite
def calendars(draw: st.DrawFn, around: date, zone: str) -> dict[str, Any]:
    week = {name: draw(daytimes()) for name in WEEKDAYS if draw(st.integers(0, 9)) < 7}
    if draw(st.booleans()):
        # Night shifts, with nothing on the mornings that they reach into.
        week = {name: ["22:00-06:00"] for name in WEEKDAYS if draw(st.booleans())}
    exceptions = []
    for shift in range(-3, 5):
        if draw(st.integers(0, 2)) == 0:
            kind = draw(st.sampled_from(["HOLIDAY", "MAKEUP", "HOURS", "EXTRA", "TAKEN"]))
            day = (around + timedelta(days=shift)).isoformat()
            hours = [] if kind == "HOLIDAY" else draw(daytimes())
            exceptions.append({"date": day, "kind": kind, "hours": hours})
    return {"zone": zone, "week": week or {"mon": ["09:00-17:30"]}, "exceptions": exceptions}


@st.composite
def cases(draw: st.DrawFn) -> tuple[dict[str, Any], datetime, int, list[tuple[datetime, datetime]]]:
    zone, around = draw(st.sampled_from(SHIFTS))
    data = draw(calendars(around, zone))
    noon = datetime(around.year, around.month, around.day, 12, tzinfo=UTC)
    start = noon + timedelta(seconds=draw(st.integers(-40 * 3600, 30 * 3600)))
    seconds = draw(st.integers(0, 12 * 3600))
    pauses = []
    for _number in range(draw(st.integers(0, 2))):
        begin = start + timedelta(seconds=draw(st.integers(-3600, 20 * 3600)))
        pauses.append((begin, begin + timedelta(seconds=draw(st.integers(0, 8 * 3600)))))
    return data, start, seconds, pauses


SETTINGS = settings(
    max_examples=20, deadline=None, derandomize=True, suppress_health_check=list(HealthCheck), database=None
)


def agree(case: tuple[dict[str, Any], datetime, int, list[tuple[datetime, datetime]]]) -> None:
    data, start, seconds, pauses = case
    calendar, oracle = calendar_from(data), Oracle(data)
    horizon = start + timedelta(hours=60)
    expected = oracle.add(start, seconds, pauses, horizon)
    try:
        found = calendar.add(start, timedelta(seconds=seconds), pauses=pauses)
    except CannotUseCalendar as error:
        found, problem = None, error.problem
        assert expected is None
    else:
        problem = ""
    if found is None:
        assert problem == "never_reached"
    else:
        assert found == expected if expected else found > horizon
    end = start + timedelta(hours=18)
    counted = calendar.between(start, end, pauses=pauses)
    assert counted == timedelta(seconds=oracle.between(start, end, pauses))
    parts = explain(calendar, start, end, pauses=pauses)
    assert sum((part.length for part in parts if part.counted), timedelta()) == counted
    assert [part.end for part in parts[:-1]] == [part.start for part in parts[1:]]
    assert (parts[0].start, parts[-1].end) == (start, end)


@SETTINGS
@given(cases())
def test_adding_counting_and_explaining(case: Any) -> None:
    agree(case)


@pytest.mark.soak
@settings(max_examples=3000, deadline=None, suppress_health_check=list(HealthCheck), database=None)
@given(cases())
def test_adding_counting_and_explaining_for_long(case: Any) -> None:
    agree(case)


@pytest.mark.parametrize(("zone", "around"), SHIFTS)
def test_open_at_every_moment_around_a_shift(zone: str, around: date) -> None:
    data = {
        "zone": zone,
        "week": {key: ["00:30-01:15", "01:45-12:00", "23:00-00:10"] for key in WEEKDAYS},
        "exceptions": [
            {"date": around.isoformat(), "kind": "TAKEN", "hours": ["02:10-02:20", "23:30-23:40"]}
        ],
    }
    calendar, oracle = calendar_from(data), Oracle(data)
    chance = random.Random(7)
    noon = datetime(around.year, around.month, around.day, 12, tzinfo=UTC)
    for _number in range(1500):
        moment = noon + timedelta(seconds=chance.randint(-50 * 3600, 40 * 3600))
        assert calendar.is_open(moment) == oracle.is_open(moment), moment
        opens = calendar.next_open(moment)
        assert opens >= moment
        assert oracle.is_open(opens)
        assert opens == moment or not oracle.is_open(opens - timedelta(seconds=1))


@pytest.mark.parametrize(("zone", "around"), [one for one in SHIFTS if one[0] != "Pacific/Apia"])
def test_a_day_ends_with_its_last_second_on_the_wall(zone: str, around: date) -> None:
    data = {"zone": zone, "week": {"mon": ["09:00-17:00"]}}
    calendar, oracle = calendar_from(data), Oracle(data)
    for days in range(4):
        received = datetime(around.year, around.month, around.day, 12, tzinfo=calendar.tz) - timedelta(days=2)
        end = calendar.add_days(received, days)
        assert end == oracle.last_second(received.date() + timedelta(days=days))
