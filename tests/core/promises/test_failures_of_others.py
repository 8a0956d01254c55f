"""What went wrong in other ticket systems, each impossible here."""

from __future__ import annotations

from collections import Counter
from datetime import UTC, date, datetime, time, timedelta
from uuid import UUID
from zoneinfo import ZoneInfo

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.utils import timezone

from tests.core.promises.making import (
    CASE,
    OFFICE,
    T0,
    calendars,
    hours,
    look,
    policy,
    promise,
    row,
    settle,
    staff,
)
from yinuo.core.promises.models import AlarmFired, Promise
from yinuo.core.promises.public import (
    AlarmsFired,
    PromiseView,
    continue_reapplication,
    extend_promise,
    fire_due_alarms,
    pause_promise,
    promises_on,
    resume_promise,
    start_reapplication,
    withdraw_promises,
)
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs import events
from yinuo.platform.jobs.public import transaction

pytestmark = pytest.mark.django_db
SHANGHAI = ZoneInfo("Asia/Shanghai")
LADDER = [
    {"at": "50%", "tell": ["OWNER"]},
    {"at": "80%", "tell": ["OWNER"]},
    {"at": "+1h", "tell": ["OWNER"]},
]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[AlarmsFired]:
    said: list[AlarmsFired] = []
    monkeypatch.setattr(events, "_subscribers", {AlarmsFired: [said.append]})
    return said


def spoken(heard: list[AlarmsFired]) -> list[str]:
    return [alarm.key for event in heard for alarm in event.alarms]


def local(day: int, clock: str = "11:00", month: int = 3) -> datetime:
    return datetime.combine(date(2026, month, day), time.fromisoformat(clock), SHANGHAI)


def pause(view: PromiseView, since: datetime, until: datetime) -> PromiseView:
    pause_promise(
        promise_id=view.id, reason="WAITING_FOR_CUSTOMER", evidence="message:1", actor=SYSTEM, now=since
    )
    return resume_promise(promise_id=view.id, actor=SYSTEM, now=until)


PAUSABLE = {"pause_reasons": ["WAITING_FOR_CUSTOMER"]}


def test_01_a_later_target_does_not_overwrite_the_first_response() -> None:
    first = promise("complaint.first_response")
    promise("complaint.decision")
    assert look(first, T0).due_at == hours(24)
    assert len(promises_on(subjects=[CASE], now=T0)[CASE]) == 2


def test_02_an_answer_stops_the_escalation(heard: list[AlarmsFired]) -> None:
    view = promise("complaint.first_response")
    settle(view, hours(3))
    assert fire_due_alarms(now=hours(400)) is None
    assert heard == []


def test_03_a_promise_with_a_long_history_is_as_quick_as_a_new_one() -> None:
    policy("test.history", amount=300, unit="DAY", **PAUSABLE)
    view = promise("test.history")
    costs = []
    for day in range(1, 40):
        with CaptureQueriesContext(connection) as queries:
            pause(view, hours(24 * day), hours(24 * day + 1))
        costs.append(len(queries))
    assert costs[-1] == costs[0]


def test_04_no_reminder_at_midnight_or_on_a_weekend(heard: list[AlarmsFired]) -> None:
    with calendars(office=OFFICE):
        policy("test.reminded", amount=5, unit="DAY", reminder_calendar="office", alarms=LADDER)
        view = promise(
            "test.reminded", starts_at=local(4)
        )  # Wednesday; half of it lies in the night to Saturday
        times = {key: datetime.fromisoformat(at).astimezone(SHANGHAI) for at, key in row(view).plan}
    assert times["50%"] == local(9, "09:00")
    assert times["80%"] == local(9, "09:00")
    assert times["due"] == datetime(2026, 3, 9, 23, 59, 59, tzinfo=SHANGHAI)


FEED = "\r\n".join(
    [
        "BEGIN:VCALENDAR",
        "VERSION:2.0",
        "PRODID:-//x//x//",
        *(
            f"BEGIN:VEVENT\r\nUID:{day}\r\nDTSTART;VALUE=DATE:202603{day}\r\nSUMMARY:{name}\r\nEND:VEVENT"
            for day, name in (("03", "世界野生动植物日（纪念日）"), ("04", "公司放假"))
        ),
        "END:VCALENDAR",
        "",
    ]
)


def test_05_a_day_of_a_feed_that_is_no_holiday_moves_no_due_time() -> None:
    """Days in doubt are shown and taken by nobody; a calendar that does not exist is not taken for always open."""
    from yinuo.core.calendars.importing import days_from
    from yinuo.core.promises.public import CannotReadTerms

    taken = [
        {"date": one.date.isoformat(), "kind": one.kind}
        for one in days_from(content=FEED.encode(), filename="feed.ics")
        if not one.doubt
    ]
    with calendars(office=OFFICE | {"exceptions": taken}):
        policy("test.fed", amount=16, unit="HOUR", clock="WORKING", calendar="office")
        view = promise("test.fed", starts_at=local(2, "16:00"))
    assert view.due_at == local(5, "16:00")
    with pytest.raises(CannotReadTerms, match="calendar: "):
        policy("test.lost", amount=4, unit="HOUR", clock="WORKING", calendar="lost")


def test_06_merged_cases_do_not_escalate(heard: list[AlarmsFired]) -> None:
    promise("complaint.first_response", starts_at=hours(-30), now=hours(-30))
    fire_due_alarms(now=hours(-5))
    heard.clear()
    with transaction():
        withdraw_promises(subject=CASE, reason="merged", actor=SYSTEM, now=T0)
    assert fire_due_alarms(now=hours(500)) is None
    assert heard == []
    assert Promise.objects.get().state == "BROKEN"  # it was broken before, and stays so


def test_07_a_breach_between_two_looks_is_a_breach() -> None:
    view = promise("complaint.first_response")
    late = settle(view, hours(25))  # no clock ran in between
    assert late is not None
    assert late.state == "BROKEN"


def test_08_late_by_stands_still_once_settled() -> None:
    view = promise("complaint.first_response")
    settle(view, hours(26))
    assert look(view, hours(27)).late_by == look(view, hours(9000)).late_by == timedelta(hours=2)


def test_09_a_pause_of_a_working_clock_counts_working_time() -> None:
    with calendars(office=OFFICE):
        policy("test.worked", amount=8, unit="HOUR", clock="WORKING", calendar="office", **PAUSABLE)
        view = promise("test.worked", starts_at=local(2, "16:00"))
        assert view.due_at == local(3, "16:00")
        moved = pause(view, local(2, "17:00"), local(3, "10:00"))  # 17 hours on the wall, two of work
    assert moved.due_at == local(3, "18:00")


def test_10_a_policy_change_keeps_the_accumulated_pause() -> None:
    policy("test.changed", amount=48, unit="HOUR", **PAUSABLE)
    view = promise("test.changed")
    pause(view, hours(1), hours(11))
    policy("test.changed", at=hours(12), amount=72, unit="HOUR", **PAUSABLE)
    found = start_reapplication(policy="test.changed", reason="new", actor=staff(1), now=hours(13))
    continue_reapplication(reapplication_id=found.id, now=hours(13))
    assert look(view, hours(13)).due_at == hours(82)


def test_11_a_weekend_adds_nothing_to_a_target_in_working_days() -> None:
    with calendars(office=OFFICE):
        policy("test.days", amount=3, unit="WORKING_DAY", calendar="office", **PAUSABLE)
        view = promise("test.days", starts_at=local(5))  # Thursday: Friday, Monday, Tuesday
        assert view.due_at == datetime(2026, 3, 10, 23, 59, 59, tzinfo=SHANGHAI)
        moved = pause(view, local(7, "00:00"), local(9, "00:00"))
        assert moved.due_at == view.due_at
        moved = pause(view, local(9, "09:00"), local(10, "09:00"))
    assert moved.due_at == datetime(2026, 3, 11, 23, 59, 59, tzinfo=SHANGHAI)


def test_12_a_warning_is_computed_from_the_moment_and_not_from_midnight() -> None:
    policy("test.warned", amount=10, unit="HOUR", alarms=LADDER)
    view = promise("test.warned")
    assert row(view).plan[0] == [hours(5).isoformat(), "50%"]


def test_13_no_level_goes_off_when_the_promise_is_made(heard: list[AlarmsFired]) -> None:
    policy("test.late", amount=10, unit="HOUR", alarms=LADDER)
    promise("test.late", starts_at=T0, now=hours(9))  # written down nine hours later
    fire_due_alarms(now=hours(9))
    assert heard == []
    fire_due_alarms(now=hours(10))
    assert spoken(heard) == ["due"]


def test_14_a_calendar_with_one_working_day_a_week_reaches_as_far_as_needed() -> None:
    with calendars(rare={"zone": "Asia/Shanghai", "week": {"mon": ["09:00-11:00"]}}):
        policy("test.rare", amount=20, unit="HOUR", clock="WORKING", calendar="rare")
        view = promise("test.rare", starts_at=local(2, "09:00"))
    assert view.due_at == local(4, "11:00", month=5)


def test_15_a_lunch_break_is_a_break_and_not_a_holiday() -> None:
    with calendars(office=OFFICE):
        policy("test.lunch", amount=4, unit="HOUR", clock="WORKING", calendar="office")
        view = promise("test.lunch", starts_at=local(2, "10:00"))
    assert view.due_at == local(2, "15:00")


def test_16_applying_a_policy_again_reaches_every_open_state_and_says_so() -> None:
    policy("test.states", amount=48, unit="HOUR", **PAUSABLE)
    running, paused, kept, broken = (
        promise("test.states", subject=f"case:{UUID(int=number)}", starts_at=hours(-70 if number == 4 else 0))
        for number in (1, 2, 3, 4)
    )
    pause_promise(
        promise_id=paused.id, reason="WAITING_FOR_CUSTOMER", evidence="m:1", actor=SYSTEM, now=hours(1)
    )
    settle(kept, hours(1))
    policy("test.states", at=hours(2), amount=24, unit="HOUR", **PAUSABLE)
    found = start_reapplication(policy="test.states", reason="new", actor=staff(1), now=hours(3))
    done = continue_reapplication(reapplication_id=found.id, now=hours(3))
    assert (done.changed, done.finished_at is not None) == (2, True)
    assert [look(one, hours(3)).due_at for one in (running, paused)] == [hours(24)] * 2
    assert [look(one, hours(3)).state for one in (kept, broken)] == ["KEPT", "BROKEN"]


def test_17_summer_time_moves_no_deadline(settings: object) -> None:
    new_york = ZoneInfo("America/New_York")
    before_the_change = datetime(2026, 3, 7, 20, 0, tzinfo=new_york)
    view = promise("complaint.first_response", starts_at=before_the_change)
    assert view.due_at - view.made_at.astimezone(UTC) == timedelta(hours=24)
    assert view.due_at == datetime(2026, 3, 9, 1, 0, tzinfo=UTC)


def test_18_no_mark_sticks_after_an_extension(heard: list[AlarmsFired]) -> None:
    policy("test.extended", amount=10, unit="HOUR", alarms=LADDER, extension_limit=20)
    view = promise("test.extended")
    fire_due_alarms(now=hours(9))
    moved = extend_promise(
        promise_id=view.id,
        amount=10,
        reason="complex",
        told="message:2",
        asked_by=UUID(int=1),
        approver=staff(2),
        now=hours(9),
    )
    assert (moved.state, moved.due_at, moved.at_risk_at) == ("RUNNING", hours(20), hours(16))
    fire_due_alarms(now=hours(17))
    assert spoken(heard) == ["80%", "80%"]
    assert look(view, hours(19)).state == "RUNNING"


def test_19_however_many_are_due_one_look_fires_them_all(
    heard: list[AlarmsFired], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinuo.core.promises.operations.fire_alarms.BATCH", 7)
    for number in range(40):
        promise("complaint.first_response", subject=f"case:{UUID(int=number)}")
    fire_due_alarms(now=hours(12.5))
    assert Counter(spoken(heard)) == {"50%": 40}


def test_20_a_storm_is_one_event_for_each_batch_and_one_alarm_for_each_promise(
    heard: list[AlarmsFired],
) -> None:
    for number in range(30):
        promise("complaint.first_response", subject=f"case:{UUID(int=number)}")
    fire_due_alarms(now=hours(90))
    assert [len(event.alarms) for event in heard] == [30]
    assert set(spoken(heard)) == {"+12h"}
    assert AlarmFired.objects.filter(spoke=True).count() == 30


def test_21_alarms_of_a_downtime_are_not_lost_and_say_that_they_are_late(heard: list[AlarmsFired]) -> None:
    promise("complaint.first_response")
    fire_due_alarms(now=hours(100))
    assert set(AlarmFired.objects.values_list("key", "is_late")) == {
        (key, True) for key in ("50%", "80%", "-2h", "due", "+2h", "+12h")
    }
    assert [alarm.is_late for event in heard for alarm in event.alarms] == [True]


def test_22_the_zone_of_the_process_changes_nothing() -> None:
    found = set()
    for zone in ("UTC", "America/New_York", "Pacific/Kiritimati"):
        with timezone.override(zone):
            found.add(promise("complaint.decision", starts_at=T0.astimezone(ZoneInfo(zone))).due_at)
    assert found == {datetime(2026, 3, 17, 15, 59, 59, tzinfo=UTC)}
