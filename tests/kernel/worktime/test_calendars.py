"""What calendars do, by example, and what they refuse."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from typing import Any

import pytest

from yinuo.kernel.worktime import (
    ALWAYS,
    Calendar,
    CannotUseCalendar,
    DayKind,
    Reason,
    Span,
    calendar_from,
    data_of,
    explain,
)

OFFICE = ["09:00-12:00", "13:30-17:30"]
CHINA = {
    "zone": "Asia/Shanghai",
    "week": dict.fromkeys(("mon", "tue", "wed", "thu", "fri"), OFFICE),
    "exceptions": [
        *(
            {"date": f"2025-10-0{day}", "kind": "HOLIDAY", "name": "国庆节", "name_en": "National Day"}
            for day in range(1, 9)
        ),
        {"date": "2025-09-28", "kind": "MAKEUP", "hours": OFFICE, "name": "国庆节"},
        {"date": "2025-10-11", "kind": "MAKEUP", "hours": OFFICE, "name": "国庆节"},
    ],
    "official_from": "2025-01-01",
    "official_through": "2025-12-31",
}


def shanghai(text: str) -> datetime:
    return datetime.fromisoformat(f"{text}+08:00")


def refusal(**changes: Any) -> CannotUseCalendar:
    with pytest.raises(CannotUseCalendar) as refused:
        calendar_from({**CHINA, **changes})
    assert str(refused.value).startswith(refused.value.field)
    return refused.value


def test_a_holiday_does_not_count_and_a_make_up_day_does() -> None:
    calendar = calendar_from(CHINA)
    # Tuesday before National Day, an hour before closing: the rest falls on Thursday the 9th.
    assert calendar.add(shanghai("2025-09-30T16:30"), timedelta(hours=2)) == shanghai("2025-10-09T10:00")
    assert calendar.add_days(shanghai("2025-09-30T16:30"), 3, working=True) == shanghai("2025-10-11T23:59:59")
    assert calendar.day(date(2025, 10, 11)).kind is DayKind.MAKEUP
    assert calendar.day(date(2025, 10, 12)).kind is DayKind.REST


def test_the_time_ends_at_closing_and_not_at_the_next_opening() -> None:
    calendar = calendar_from(CHINA)
    assert calendar.add(shanghai("2025-09-30T16:30"), timedelta(hours=1)) == shanghai("2025-09-30T17:30")
    assert calendar.add(shanghai("2025-09-30T20:00"), timedelta()) == shanghai("2025-09-30T20:00")


def test_a_night_shift_counts_past_midnight() -> None:
    night = calendar_from({"zone": "Asia/Shanghai", "week": {"fri": ["22:00-06:00"]}})
    assert night.add(shanghai("2025-11-28T23:00"), timedelta(hours=3)) == shanghai("2025-11-29T02:00")
    assert night.add(shanghai("2025-11-29T05:00"), timedelta(hours=2)) == shanghai("2025-12-05T23:00")


def test_a_lunch_break_that_is_taken_away_leaves_the_rest_of_the_day() -> None:
    """Failure 15: a lunch break entered as a holiday broke the due date."""
    taken = {"date": "2025-11-26", "kind": "TAKEN", "hours": ["10:00-11:00"], "name": "停电"}
    calendar = calendar_from({**CHINA, "exceptions": [taken]})
    assert calendar.add(shanghai("2025-11-26T09:30"), timedelta(hours=1)) == shanghai("2025-11-26T11:30")
    assert calendar.day(date(2025, 11, 26)).works
    reasons = [
        (part.reason, part.name)
        for part in explain(calendar, shanghai("2025-11-26T09:30"), shanghai("2025-11-26T11:30"))
    ]
    assert reasons == [(Reason.OPEN, ""), (Reason.TAKEN, "停电"), (Reason.OPEN, "")]


def test_extra_hours_count_without_making_a_working_day() -> None:
    extra = {"date": "2025-11-29", "kind": "EXTRA", "hours": ["10:00-12:00"]}
    calendar = calendar_from({**CHINA, "exceptions": [extra]})
    assert calendar.add(shanghai("2025-11-28T17:00"), timedelta(hours=1)) == shanghai("2025-11-29T10:30")
    assert not calendar.day(date(2025, 11, 29)).works


def test_two_missing_weekdays_are_no_reason_to_fail() -> None:
    """Failure 14: a calendar without two weekdays failed on a 72-hour look-ahead."""
    calendar = calendar_from({"zone": "UTC", "week": {"wed": ["09:00-10:00"]}})
    thursday = datetime(2025, 11, 27, 12, tzinfo=UTC)
    assert calendar.next_open(thursday) == datetime(2025, 12, 3, 9, tzinfo=UTC)
    assert calendar.add(thursday, timedelta(hours=72)) == datetime(2027, 4, 14, 10, tzinfo=UTC)


def test_a_working_day_is_the_same_whatever_was_asked_before() -> None:
    """What is looked up, what lies beyond it and what lies before it agree with counting the days one by one."""
    calendar, seen = calendar_from(CHINA), []
    for start, count in [
        (date(2025, 9, 26), 9),
        (date(2026, 12, 30), 3),
        (date(2025, 12, 31), 700),
        (date(2024, 12, 31), 1),
        (date(2025, 9, 26), 9),
    ]:
        day, left = start, count
        while left:
            day += timedelta(days=1)
            left -= calendar.day(day).works
        seen.append(calendar.working_day(start, count) == day)
    assert all(seen), seen
    for absurd in (0, -1, 40_000):
        with pytest.raises(CannotUseCalendar) as refused:
            calendar.working_day(date(2025, 9, 26), absurd)
        assert refused.value.field == "days"


def test_the_clock_change_moves_no_deadline() -> None:
    """Failure 17: DST shifts moved deadlines by an hour."""
    office = calendar_from(
        {"zone": "Europe/Berlin", "week": {key: ["08:00-16:00"] for key in ("sat", "mon")}}
    )
    saturday = datetime(2025, 3, 29, 15, tzinfo=office.tz)
    assert office.add(saturday, timedelta(hours=2)) == datetime(2025, 3, 31, 9, tzinfo=office.tz)
    assert ALWAYS.add(saturday, timedelta(hours=24)) - saturday == timedelta(hours=24)


def test_the_zone_of_the_process_and_of_the_question_do_not_matter(monkeypatch: pytest.MonkeyPatch) -> None:
    """Failure 22: the process's own time zone leaked into results."""
    calendar = calendar_from(CHINA)
    start = shanghai("2025-09-30T16:30")
    expected = calendar.add(start, timedelta(hours=2))
    monkeypatch.setenv("TZ", "America/New_York")
    assert calendar_from(CHINA).add(start.astimezone(UTC), timedelta(hours=2)) == expected
    assert expected.utcoffset() == timedelta(0)


def test_a_pause_gives_back_open_time_and_nothing_else() -> None:
    """Failures 9 and 11: hold time added as wall-clock time; a weekend pause credited too much."""
    calendar = calendar_from(CHINA)
    friday, monday = shanghai("2025-11-28T16:30"), shanghai("2025-12-01T09:30")
    assert calendar.add(friday, timedelta(hours=2), pauses=[(friday, monday)]) == shanghai("2025-12-01T11:30")
    weekend = (shanghai("2025-11-29T00:00"), shanghai("2025-12-01T00:00"))
    assert calendar.add(friday, timedelta(hours=2), pauses=[weekend]) == calendar.add(
        friday, timedelta(hours=2)
    )


def test_what_is_not_published_is_flagged() -> None:
    calendar = calendar_from(CHINA)
    assert not calendar.is_provisional(shanghai("2025-01-01T00:00"), shanghai("2025-12-31T23:59"))
    assert calendar.is_provisional(shanghai("2026-01-01T00:00"))
    assert calendar.is_provisional(shanghai("2024-12-31T23:59"))
    assert not ALWAYS.is_provisional(shanghai("2099-01-01T00:00"))


def test_the_explanation_says_which_days_did_not_count_and_why() -> None:
    parts = explain(calendar_from(CHINA), shanghai("2025-09-30T17:00"), shanghai("2025-10-12T12:00"))
    told = [(part.reason, part.name, part.counted) for part in parts]
    assert (Reason.HOLIDAY, "国庆节", False) in told
    assert (Reason.MAKEUP, "国庆节", True) in told
    assert told[-1] == (Reason.REST, "", False)


def test_a_hundred_years_are_reached() -> None:
    rare = calendar_from({"zone": "Asia/Shanghai", "week": {"mon": ["09:00-10:00"]}})
    start = shanghai("2025-11-24T09:00")
    assert rare.add(start, timedelta(hours=52 * 90)) > start + timedelta(days=89 * 365)


def test_threads_agree() -> None:
    calendar = calendar_from(CHINA)
    starts = [shanghai("2025-01-01T10:00") + timedelta(days=97 * number) for number in range(60)]
    expected = [calendar_from(CHINA).add(start, timedelta(hours=2000)) for start in starts]
    with ThreadPoolExecutor(8) as pool:
        for _round in range(5):
            assert (
                list(pool.map(lambda start: calendar.add(start, timedelta(hours=2000)), starts)) == expected
            )


def test_data_is_read_as_it_was_written() -> None:
    calendar = calendar_from(CHINA)
    assert calendar_from(data_of(calendar)) == calendar
    assert hash(calendar) == hash(calendar_from(data_of(calendar)))


@pytest.mark.parametrize(
    ("changes", "field", "problem"),
    [
        ({"week": {}, "exceptions": []}, "week", "never_open"),
        ({"week": {"mon": ["09:00-12:00", "11:00-13:00"]}}, "week.mon", "overlapping_hours"),
        ({"week": {"mon": ["22:00-06:00"], "tue": ["05:00-09:00"]}}, "week.tue", "overlapping_hours"),
        ({"week": {"sun": ["22:00-06:00"], "mon": ["05:00-09:00"]}}, "week.mon", "overlapping_hours"),
        ({"week": {"mon": ["09:00-09:00"]}}, "week.mon", "reversed_hours"),
        ({"week": {"mon": ["17:30-09:00"]}}, "week.mon", "reversed_hours"),
        ({"week": {"mon": ["25:00-26:00"]}}, "week.mon", "reversed_hours"),
        ({"week": {"mon": ["nine to five"]}}, "week.mon", "no_hours"),
        ({"week": {"mon": "09:00-17:00"}}, "week.mon", "no_hours"),
        ({"week": {"monday": ["09:00-17:00"]}}, "week", "unknown_weekday"),
        ({"week": None}, "week", "unknown_weekday"),
        ({"zone": "Asia/Beijing"}, "zone", "unknown_zone"),
        ({"zone": "../etc/passwd"}, "zone", "unknown_zone"),
        ({"zone": ""}, "zone", "unknown_zone"),
        ({"zone": 8}, "zone", "unknown_zone"),
        ({"exceptions": [{"date": "2025-02-30", "kind": "HOLIDAY"}]}, "exceptions.1.date", "no_date"),
        ({"exceptions": [{"kind": "HOLIDAY"}]}, "exceptions.1.date", "date_missing"),
        ({"exceptions": ["2025-10-01"]}, "exceptions.1", "no_exception"),
        ({"exceptions": {}}, "exceptions", "no_list"),
        ({"exceptions": [{"date": "2025-10-01", "kind": "PARTY"}]}, "exceptions.2025-10-01", "unknown_kind"),
        (
            {"exceptions": [{"date": "2025-10-01", "kind": "MAKEUP"}]},
            "exceptions.2025-10-01",
            "hours_missing",
        ),
        (
            {"exceptions": [{"date": "2025-10-01", "kind": "HOLIDAY", "hours": ["12:00-13:00"]}]},
            "exceptions.2025-10-01",
            "holiday_with_hours",
        ),
        (
            {"exceptions": [{"date": "2025-10-01", "kind": "HOLIDAY"}] * 2},
            "exceptions.2025-10-01",
            "date_twice",
        ),
        ({"official_from": "2026-01-01"}, "official_through", "official_reversed"),
        ({"official_through": "some day"}, "official_through", "no_date"),
    ],
)
def test_a_calendar_that_cannot_be_right_is_refused_by_its_field(
    changes: dict[str, Any], field: str, problem: str
) -> None:
    refused = refusal(**changes)
    assert (refused.field, refused.problem) == (field, problem)


def test_questions_without_an_answer_are_refused_by_their_field() -> None:
    calendar = calendar_from(CHINA)
    start = shanghai("2025-09-30T16:30")
    for field, ask in {
        "start": lambda: calendar.add(datetime(2025, 9, 30), timedelta(hours=1)),  # noqa: DTZ001
        "amount": lambda: calendar.add(start, timedelta(seconds=-1)),
        "days": lambda: calendar.add_days(start, 10**9),
        "end": lambda: calendar.between(start, start - timedelta(seconds=1)),
        "pauses": lambda: calendar.add(start, timedelta(1), pauses=[(start, start - timedelta(1))]),
        "moment": lambda: calendar.is_open(datetime(2025, 9, 30)),  # noqa: DTZ001
    }.items():
        with pytest.raises(CannotUseCalendar) as refused:
            ask()
        assert refused.value.field == field
    with pytest.raises(CannotUseCalendar, match=r"^amount"):
        calendar.add(start, timedelta(days=40_000))
    with pytest.raises(CannotUseCalendar, match=r"^start"):
        calendar.add(shanghai("1900-01-01T00:00"), timedelta(hours=1))
    once = {
        "zone": "UTC",
        "week": {},
        "exceptions": [{"date": "2025-01-06", "kind": "EXTRA", "hours": OFFICE}],
    }
    with pytest.raises(CannotUseCalendar, match=r"^amount"):
        calendar_from(once).next_open(start)
    with pytest.raises(CannotUseCalendar, match=r"^amount"):
        calendar_from(once).add_days(start, 1, working=True)


def test_a_reversed_span_is_refused_in_code_too() -> None:
    with pytest.raises(CannotUseCalendar, match=r"^week\.mon"):
        Calendar(zone="UTC", week=((Span(3600, 60),), (), (), (), (), (), ()))
    with pytest.raises(CannotUseCalendar, match=r"^week"):
        Calendar(zone="UTC", week=((Span(0, 60),),))
