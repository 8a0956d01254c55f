"""A promise is kept or broken by when things happened, and every alarm goes off once."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from yinuo.core.promises.models import AlarmFired, Promise
from yinuo.core.promises.public import (
    CannotMakePromise,
    PromiseAtRisk,
    PromiseBroken,
    PromiseView,
    fire_due_alarms,
    kept_share,
    make_promise,
    promises_on,
    settle_promise,
    withdraw_promises,
)
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs import events
from yinuo.platform.jobs.public import NoTransaction, transaction

pytestmark = pytest.mark.django_db
T0 = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
CASE = f"case:{UUID(int=1)}"
RESPONSE = "complaint.first_response"


def hours(count: float) -> datetime:
    return T0 + timedelta(hours=count)


def promise(*, policy: str = RESPONSE, subject: str = CASE, starts_at: datetime = T0) -> PromiseView:
    with transaction():
        return make_promise(
            policy=policy,
            subject=subject,
            path="/1/",
            owner_id=UUID(int=5),
            starts_at=starts_at,
            actor=SYSTEM,
            now=T0,
        )


def settle(at: datetime, *, now: datetime | None = None, policy: str = RESPONSE) -> PromiseView | None:
    with transaction():
        return settle_promise(
            subject=CASE, policy=policy, happened_at=at, evidence="message:1", actor=SYSTEM, now=now or at
        )


def state(now: datetime) -> list[str]:
    return [view.state for view in promises_on(subjects=[CASE], now=now)[CASE]]


@pytest.fixture
def heard(monkeypatch: pytest.MonkeyPatch) -> list[events.Event]:
    said: list[events.Event] = []
    monkeypatch.setattr(events, "_subscribers", {PromiseAtRisk: [said.append], PromiseBroken: [said.append]})
    return said


def test_a_complaint_is_due_in_24_hours() -> None:
    assert promise().due_at == hours(24)


def test_days_end_with_the_last_second_of_the_last_day_in_local_time() -> None:
    late_evening_in_shanghai = datetime(2026, 3, 2, 15, 59, tzinfo=UTC)
    view = promise(policy="complaint.decision", starts_at=late_evening_in_shanghai)
    assert view.due_at == datetime(2026, 3, 17, 15, 59, 59, tzinfo=UTC)


def test_an_answer_in_time_keeps_the_promise() -> None:
    promise()
    view = settle(hours(24))
    assert view is not None
    assert (view.state, view.late_by) == ("KEPT", None)
    assert fire_due_alarms(now=hours(90)) is None
    assert state(hours(90)) == ["KEPT"]


def test_a_late_answer_leaves_it_broken_and_says_how_late() -> None:
    promise()
    view = settle(hours(26))
    assert view is not None
    assert (view.state, view.late_by) == ("BROKEN", timedelta(hours=2))


def test_late_by_stops_growing_once_answered() -> None:
    promise()
    settle(hours(26))
    assert promises_on(subjects=[CASE], now=hours(200))[CASE][0].late_by == timedelta(hours=2)


def test_it_is_broken_when_due_even_if_no_process_ran() -> None:
    promise()
    assert state(hours(24)) == ["RUNNING"]
    assert state(hours(24) + timedelta(seconds=1)) == ["BROKEN"]


def test_an_answer_sent_in_time_but_noticed_late_keeps_it() -> None:
    promise()
    fire_due_alarms(now=hours(24.1))
    assert state(hours(24.1)) == ["BROKEN"]
    settle(hours(23.9), now=hours(24.2))
    assert state(hours(24.2)) == ["KEPT"]


def test_a_second_answer_does_not_change_the_first_verdict() -> None:
    promise()
    settle(hours(26))
    assert settle(hours(1), now=hours(27)) is None
    assert state(hours(27)) == ["BROKEN"]


def test_clocks_of_one_case_do_not_influence_each_other() -> None:
    promise()
    promise(policy="complaint.decision")
    settle(hours(1))
    assert state(hours(2)) == ["KEPT", "RUNNING"]


def test_no_level_fires_when_the_promise_is_made(heard: list[events.Event]) -> None:
    promise()
    fire_due_alarms(now=T0)
    assert heard == []


def test_levels_fire_in_turn_each_once(heard: list[events.Event]) -> None:
    promise()
    for moment in (11.9, 12, 12.1, 19.2, 19.3, 24, 24.1, 50):
        fire_due_alarms(now=hours(moment))
    assert [type(event).__name__ for event in heard] == ["PromiseAtRisk"] * 2 + ["PromiseBroken"]
    assert list(AlarmFired.objects.order_by("due_at").values_list("key", "due_at")) == [
        ("50%", hours(12)),
        ("80%", hours(19.2)),
        ("-2h", hours(22)),
        ("due", hours(24)),
        ("+2h", hours(26)),
        ("+12h", hours(36)),
    ]


def test_after_an_outage_only_the_highest_level_speaks_and_is_dated_by_when_it_was_due(
    heard: list[events.Event],
) -> None:
    promise()
    fire_due_alarms(now=hours(30))
    assert [type(event).__name__ for event in heard] == ["PromiseBroken"]
    fired = AlarmFired.objects.get(key="due")
    assert (fired.due_at, fired.fired_at, fired.is_late) == (hours(24), hours(30), True)
    assert list(AlarmFired.objects.filter(spoke=True).values_list("key", flat=True)) == ["+2h"]
    assert AlarmFired.objects.count() == 5


def test_the_clock_learns_when_to_look_next() -> None:
    assert fire_due_alarms(now=T0) is None
    promise()
    assert fire_due_alarms(now=T0) == hours(12)
    assert fire_due_alarms(now=hours(12)) == hours(19.2)


def test_a_past_case_gets_its_past_verdict_without_warnings(heard: list[events.Event]) -> None:
    promise(starts_at=hours(-100))
    fire_due_alarms(now=T0)
    assert [type(event).__name__ for event in heard] == ["PromiseBroken"]


def test_withdrawing_ends_what_runs_and_leaves_what_broke() -> None:
    promise(starts_at=hours(-48))
    promise(policy="complaint.decision")
    fire_due_alarms(now=T0)
    with transaction():
        withdrawn = withdraw_promises(subject=CASE, reason="customer_withdrew", actor=SYSTEM, now=hours(1))
    assert withdrawn == 1
    assert state(hours(1)) == ["BROKEN", "WITHDRAWN"]


def test_every_step_is_in_the_evidence() -> None:
    promise()
    fire_due_alarms(now=hours(20))
    fire_due_alarms(now=hours(25))
    settle(hours(26))
    assert [record.action for record in records_of(CASE)] == [
        "promise.made",
        "promise.warned",
        "promise.broken",
        "promise.fulfilled_late",
    ]


def test_the_kept_share_counts_what_fell_due() -> None:
    for number in range(1, 5):
        promise(subject=f"case:{UUID(int=number)}")
    promise(subject=f"case:{UUID(int=99)}", starts_at=hours(48))
    settle(hours(3))
    share = kept_share(duty=RESPONSE, reach="/1/", since=T0, until=hours(25), now=hours(25))
    assert (share.hits, share.total) == (1, 4)
    assert kept_share(duty=RESPONSE, reach=None, since=T0, until=hours(25), now=hours(25)).total == 0
    assert kept_share(duty=RESPONSE, reach="/2/", since=T0, until=hours(25), now=hours(25)).total == 0


def test_a_policy_that_says_nothing_about_the_time_is_refused() -> None:
    with pytest.raises(CannotMakePromise, match=r"no\.such"):
        promise(policy="no.such")


def test_the_database_accepts_no_kept_promise_without_evidence() -> None:
    from django.db import IntegrityError

    made = promise()
    with pytest.raises(IntegrityError, match="kept_needs_evidence"):
        Promise.objects.filter(pk=made.id).update(state="KEPT", settled_at=T0)


@pytest.mark.django_db(transaction=True)
def test_a_promise_outside_a_write_is_refused() -> None:
    with pytest.raises(NoTransaction):
        make_promise(
            policy=RESPONSE, subject=CASE, path="/", owner_id=None, starts_at=T0, actor=SYSTEM, now=T0
        )


def test_an_alarm_that_fails_holds_up_no_other_and_is_tried_again(
    heard: list[events.Event], monkeypatch: pytest.MonkeyPatch
) -> None:
    def fail_for_the_first(event: PromiseBroken) -> None:
        if event.promise.subject == CASE:
            raise ValueError

    promise()
    promise(subject=f"case:{UUID(int=2)}", starts_at=hours(1))
    promise(subject=f"case:{UUID(int=3)}", starts_at=hours(40))
    with monkeypatch.context() as broken:
        broken.setitem(events._subscribers, PromiseBroken, [fail_for_the_first, heard.append])
        assert fire_due_alarms(now=hours(30)) == hours(37)  # not at once, over and over
    assert [event.promise.subject for event in heard] == [f"case:{UUID(int=2)}"]  # type: ignore[attr-defined]
    assert [record.action for record in records_of(CASE)] == ["promise.made"]
    fire_due_alarms(now=hours(31))
    assert [event.promise.subject for event in heard][1:] == [CASE]  # type: ignore[attr-defined]
