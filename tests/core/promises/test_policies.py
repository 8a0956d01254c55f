"""Policies: drafted by one person, approved by another, chosen by their conditions, refused with the field's name."""

from __future__ import annotations

from datetime import timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import DatabaseError
from django.db import transaction as django_transaction

from tests.core.promises.making import (
    BEFORE,
    CASE,
    T0,
    calendars,
    hours,
    look,
    policy,
    promise,
    row,
    settle,
    staff,
    version,
)
from yinuo.core.promises.defaults import default_policies
from yinuo.core.promises.models import PolicyVersion
from yinuo.core.promises.public import (
    CannotDraftPolicy,
    CannotExtendPromise,
    CannotMakePromise,
    CannotPausePromise,
    CannotPublishPolicy,
    CannotReadTerms,
    CannotReapplyPolicy,
    CannotResumePromise,
    CannotSettlePromise,
    continue_reapplication,
    draft_policy_version,
    explain_promise,
    extend_promise,
    pause_promise,
    policy_of,
    preview_version,
    publish_policy_version,
    read_terms,
    resume_promise,
    start_reapplication,
    write_terms,
)
from yinuo.core.promises.roles import POLICY_EDITORS
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM, Actor, ActorKind, Role

pytestmark = pytest.mark.django_db
PAUSABLE = {"pause_reasons": ["WAITING_FOR_CUSTOMER"]}


@pytest.mark.parametrize(
    ("terms", "field"),
    [
        ({"amount": 0, "unit": "HOUR"}, "amount"),
        ({"amount": -3, "unit": "DAY"}, "amount"),
        ({"amount": 9_999_999, "unit": "DAY"}, "amount"),
        ({"amount": "24", "unit": "HOUR"}, "amount"),
        ({"unit": "HOUR"}, "amount"),
        ({"amount": 1, "unit": "FORTNIGHT"}, "unit"),
        ({"amount": 1, "unit": "DAY", "clock": "WORKING", "calendar": "x"}, "unit"),
        ({"amount": 1, "unit": "WORKING_DAY"}, "calendar"),
        ({"amount": 1, "unit": "HOUR", "calendar": "x"}, "calendar"),
        ({"amount": 1, "unit": "HOUR", "clock": "WORKING", "calendar": "nowhere"}, "calendar"),
        ({"amount": 1, "unit": "HOUR", "reminder_calendar": "nowhere"}, "reminder_calendar"),
        ({"amount": 1, "unit": "HOUR", "conditions": {"colour": ["red"]}}, "conditions.colour"),
        ({"amount": 1, "unit": "HOUR", "conditions": {"level": []}}, "conditions.level"),
        ({"amount": 1, "unit": "HOUR", "conditions": {"level": ["COMPLX"]}}, "conditions.level"),
        ({"amount": 1, "unit": "HOUR", "conditions": {"branch": ["north"]}}, "conditions.branch"),
        ({"amount": 1, "unit": "HOUR", "alarms": [{"at": "120%"}]}, "alarms"),
        ({"amount": 1, "unit": "HOUR", "alarms": [{"at": "-2h"}]}, "alarms"),
        ({"amount": 1, "unit": "HOUR", "alarms": [{"at": "50%"}, {"at": "50%"}]}, "alarms"),
        ({"amount": 1, "unit": "HOUR", "alarms": [{"at": "50%", "tell": ["POPE"]}]}, "alarms"),
        ({"amount": 1, "unit": "HOUR", "pause_reasons": ["LUNCH"]}, "pause_reasons"),
        ({"amount": 1, "unit": "HOUR", "extension_limit": -1}, "extension_limit"),
        ({"amount": 1, "unit": "HOUR", "at_risk_percent": 100}, "at_risk_percent"),
        ({"amount": 1, "unit": "HOUR", "color": "red"}, "color"),
    ],
)
def test_bad_terms_are_refused_with_the_name_of_the_field(terms: dict[str, Any], field: str) -> None:
    with pytest.raises(CannotReadTerms, match=f"^{field}: ") as refusal:
        draft_policy_version(
            policy="test.bad", terms=terms, name_zh="坏", name_en="Bad", actor=staff(1), now=T0
        )
    assert refusal.value.field == field


def test_every_default_policy_is_read_and_written_back_as_it_is() -> None:
    for default in default_policies():
        terms = read_terms(default["terms"])
        assert read_terms(write_terms(terms)) == terms
        assert policy_of(code=default["code"], now=T0) is not None


def test_a_complex_complaint_has_thirty_days_and_a_simple_one_fifteen() -> None:
    simple = promise(duty="complaint.decision", circumstances={"level": "ORDINARY"})
    hard = promise(duty="complaint.decision", circumstances={"level": "COMPLEX"})
    assert (simple.policy, hard.policy) == ("complaint.decision", "complaint.decision.complex")
    assert hard.due_at - simple.due_at == timedelta(days=15)
    assert {simple.duty, hard.duty} == {"complaint.decision"}


def test_the_more_specific_policy_goes_first_unless_priority_says_otherwise() -> None:
    policy("test.any", amount=4, unit="HOUR", duty="test.duty")
    policy("test.gold", amount=3, unit="HOUR", duty="test.duty", conditions={"tier": ["GOLD"]})
    policy("test.east", amount=2, unit="HOUR", duty="test.duty", conditions={"branch": ["/1/"]})
    both = {"tier": ["GOLD"], "kind": ["COMPLAINT"]}
    policy("test.both", amount=1, unit="HOUR", duty="test.duty", conditions=both)
    gold = {"tier": "GOLD", "kind": "COMPLAINT"}
    assert promise(duty="test.duty", circumstances=gold).policy == "test.both"
    assert promise(duty="test.duty", circumstances={"tier": "IRON"}).policy == "test.east"
    policy("test.first", amount=9, unit="HOUR", duty="test.duty", priority=5)
    assert promise(duty="test.duty", circumstances=gold).policy == "test.first"


def test_a_duty_that_nothing_fits_is_refused() -> None:
    policy("test.gold", amount=3, unit="HOUR", duty="test.duty", conditions={"tier": ["GOLD"]})
    with pytest.raises(CannotMakePromise, match="tier=IRON"):
        promise(duty="test.duty", circumstances={"tier": "IRON"})


def test_two_policies_that_only_the_alphabet_could_tell_apart_are_refused() -> None:
    policy("test.one", amount=3, unit="HOUR", duty="test.duty", conditions={"tier": ["GOLD"]})
    with pytest.raises(CannotPublishPolicy, match=r"conditions: test\.one"):
        policy("test.two", amount=4, unit="HOUR", duty="test.duty", conditions={"tier": ["GOLD"]})


def test_nobody_publishes_what_they_drafted_and_nobody_changes_the_past() -> None:
    draft = draft_policy_version(
        policy="test.four",
        terms={"amount": 3, "unit": "HOUR"},
        name_zh="四",
        name_en="4",
        actor=staff(1),
        now=T0,
    )
    with pytest.raises(CannotPublishPolicy, match="Somebody else"):
        publish_policy_version(version_id=draft.id, valid_from=T0, approver=staff(1), now=T0)
    with pytest.raises(CannotPublishPolicy, match="past"):
        publish_policy_version(version_id=draft.id, valid_from=hours(-1), approver=staff(2), now=T0)
    clerk = Actor(kind=ActorKind.STAFF, id=UUID(int=9), roles=frozenset({Role.CLERK}), reach="/")
    assert not clerk.has(*POLICY_EDITORS)
    with pytest.raises(CannotDraftPolicy):
        draft_policy_version(policy="test.four", terms={"amount": 3, "unit": "HOUR"}, actor=clerk, now=T0)


def test_a_published_version_never_changes() -> None:
    published = policy("test.fixed", amount=3, unit="HOUR")
    for change in (
        lambda: PolicyVersion.objects.filter(pk=published.id).update(amount=4),
        lambda: PolicyVersion.objects.filter(pk=published.id).delete(),
    ):
        with pytest.raises(DatabaseError, match="published version"), django_transaction.atomic():
            change()
    policy("test.fixed", at=T0, amount=5, unit="HOUR")
    assert version(published).valid_to == T0
    assert [promise("test.fixed", starts_at=hours(n)).due_at for n in (-1, 0)] == [hours(2), hours(5)]


def test_a_preview_counts_and_changes_nothing_and_an_undo_gives_everything_back() -> None:
    policy("test.again", amount=48, unit="HOUR", **PAUSABLE)
    views = [promise("test.again", subject=f"case:{UUID(int=n)}", starts_at=hours(-n)) for n in range(40)]
    settle(views[0], hours(0))
    draft = draft_policy_version(
        policy="test.again", terms={"amount": 24, "unit": "HOUR", **PAUSABLE}, actor=staff(1), now=T0
    )
    seen = preview_version(version_id=draft.id, now=T0)
    assert (seen.open, seen.earlier, seen.later, seen.broken) == (39, 39, 0, 15)
    publish_policy_version(version_id=draft.id, valid_from=T0, approver=staff(2), now=T0)
    before = {view.id: row(view).due_at for view in views}
    found = start_reapplication(policy="test.again", reason="shorter", actor=staff(1), now=T0)
    with pytest.raises(CannotReapplyPolicy):
        start_reapplication(policy="test.again", reason="again", actor=staff(1), now=T0)
    done = continue_reapplication(reapplication_id=found.id, now=T0)
    assert (done.changed, done.broken) == (39, 15)
    assert records_of(f"case:{UUID(int=3)}")[-1].action == "promise.reapplied"
    back = start_reapplication(policy="test.again", reason="no", actor=staff(1), now=T0, undoes=found.id)
    continue_reapplication(reapplication_id=back.id, now=T0)
    assert {view.id: row(view).due_at for view in views} == before


def test_a_reapplication_goes_on_where_it_was_cut_off(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("yinuo.core.promises.operations.reapply_policy.BATCH", 4)
    policy("test.cut", amount=48, unit="HOUR")
    views = [promise("test.cut", subject=f"case:{UUID(int=n)}") for n in range(10)]
    policy("test.cut", at=hours(1), amount=72, unit="HOUR")
    found = start_reapplication(policy="test.cut", reason="longer", actor=staff(1), now=hours(2))
    looked = [continue_reapplication(reapplication_id=found.id, now=hours(2)).looked_at for _ in range(4)]
    assert looked == [4, 8, 10, 10]
    assert {look(view, hours(2)).due_at for view in views} == {hours(72)}


def test_what_a_policy_does_not_allow_is_refused() -> None:
    strict = promise("complaint.first_response")
    with pytest.raises(CannotPausePromise, match="never stands still"):
        pause_promise(
            promise_id=strict.id, reason="WAITING_FOR_CUSTOMER", evidence="m:1", actor=SYSTEM, now=hours(1)
        )
    policy("test.lax", amount=10, unit="HOUR", extension_limit=5, **PAUSABLE)
    lax = promise("test.lax")

    def pause(reason: str = "WAITING_FOR_CUSTOMER", evidence: str = "m:1", now: float = 1) -> object:
        return pause_promise(
            promise_id=lax.id, reason=reason, evidence=evidence, actor=SYSTEM, now=hours(now)
        )

    def extend(amount: int = 1, told: str = "m:1", approver: int = 2, now: float = 1) -> object:
        return extend_promise(
            promise_id=lax.id,
            amount=amount,
            reason="complex",
            told=told,
            asked_by=UUID(int=1),
            approver=staff(approver),
            now=hours(now),
        )

    for pausing in ({"reason": "MEDIATION_AGREED"}, {"evidence": " "}, {"now": 10.1}):
        with pytest.raises(CannotPausePromise):
            pause(**pausing)  # type: ignore[arg-type]
    for extending in ({"amount": 6}, {"amount": 0}, {"told": ""}, {"approver": 1}, {"now": 10.1}):
        with pytest.raises(CannotExtendPromise):
            extend(**extending)  # type: ignore[arg-type]
    with pytest.raises(CannotResumePromise):
        resume_promise(promise_id=lax.id, actor=SYSTEM, now=hours(1))
    for at, now in ((hours(2), hours(1)),):
        with pytest.raises(CannotSettlePromise):
            settle(lax, at, now=now)
    extend(amount=5)
    with pytest.raises(CannotExtendPromise):
        extend(amount=1)


def test_due_times_beyond_the_official_year_are_marked_provisional() -> None:
    from tests.core.promises.making import OFFICE

    with calendars(office=OFFICE):
        policy("test.far", amount=250, unit="WORKING_DAY", calendar="office")
        assert promise("test.far").is_provisional
        policy("test.near", amount=25, unit="WORKING_DAY", calendar="office")
        assert not promise("test.near").is_provisional


def test_a_promise_keeps_its_calendar_until_the_policy_is_applied_again() -> None:
    from tests.core.promises.making import OFFICE

    with calendars(office=OFFICE) as shelf:
        policy("test.cal", amount=9, unit="HOUR", clock="WORKING", calendar="office")
        view = promise("test.cal")
        due = view.due_at
        shelf.add(
            "office", {**OFFICE, "week": {day: ["09:00-10:00"] for day in ("mon", "tue")}}, since=hours(1)
        )
        assert look(view, hours(2)).due_at == due
        found = start_reapplication(policy="test.cal", reason="hours", actor=staff(1), now=hours(2))
        continue_reapplication(reapplication_id=found.id, now=hours(2))
        assert look(view, hours(2)).due_at > due


def test_the_arithmetic_adds_up_and_names_what_did_not_count() -> None:
    from tests.core.promises.making import OFFICE

    with calendars(office=OFFICE):
        policy("test.sum", amount=16, unit="HOUR", clock="WORKING", calendar="office", **PAUSABLE)
        view = promise("test.sum")  # Monday 11:00
        pause_promise(
            promise_id=view.id, reason="WAITING_FOR_CUSTOMER", evidence="m:1", actor=SYSTEM, now=hours(1)
        )
        resume_promise(promise_id=view.id, actor=SYSTEM, now=hours(4))
        told = explain_promise(promise_id=view.id, actor=SYSTEM, now=hours(5))
    assert told is not None
    counted = sum((span.length for span in told.spans if span.kind == "counted"), timedelta())
    assert counted == told.whole == timedelta(hours=16)
    assert told.held == timedelta(hours=2)
    assert told.spent == timedelta(hours=2)
    assert {span.kind for span in told.spans} == {"counted", "closed", "paused"}
    assert [one.begin for one in told.spans][1:] == [one.end for one in told.spans][:-1]
    stranger = Actor(kind=ActorKind.STAFF, id=UUID(int=9), reach="/2/")
    assert explain_promise(promise_id=view.id, actor=stranger, now=T0) is None


def test_quarters_months_and_days_of_the_next_month_end_where_people_think() -> None:
    from tests.core.promises.making import OFFICE

    assert str(promise("callback.quarterly").due_at) == "2026-03-31 15:59:59+00:00"
    assert str(promise("improvement.action").due_at) == "2026-06-02 15:59:59+00:00"
    with calendars(**{"cn.bank": OFFICE}):
        assert str(promise("analysis.monthly").due_at) == "2026-04-08 15:59:59+00:00"  # the 6th is a holiday


def test_what_may_not_come_late_stays_unsettled() -> None:
    view = promise("callback.quarterly")
    assert settle(view, T0 + timedelta(days=60)) is None
    assert look(view, T0 + timedelta(days=60)).state == "BROKEN"


def test_nothing_that_was_made_before_a_policy_existed_is_guessed() -> None:
    policy("test.new", amount=1, unit="HOUR")
    with pytest.raises(CannotMakePromise):
        promise("test.new", starts_at=BEFORE - timedelta(days=1), subject=CASE)
