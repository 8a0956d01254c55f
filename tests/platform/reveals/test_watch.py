"""Unusual access becomes an alarm that security officers see; it is reviewed by another person."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.test import override_settings

from tests.bank import Bank
from tests.people import make_staff
from tests.platform.reveals.seeds import NOW, Seeds, look
from yinuo.platform.approvals.public import decide
from yinuo.platform.audit.public import append, records_of, sequence_all
from yinuo.platform.identity.public import SYSTEM, Actor, Role, nodes
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.models import Notice
from yinuo.platform.reveals.models import Alarm, Reveal
from yinuo.platform.reveals.public import (
    AlarmNotFound,
    CannotCloseAlarm,
    CannotReveal,
    CannotReviewReveal,
    RevealNotFound,
    alarms,
    ask_for_more,
    close_alarm,
    open_alarms_count,
    review_reveals,
    to_review,
    waiting_count,
    watch_evidence,
)

FEW = {"alarm_at": 2, "stop_at": 4, "elsewhere": 2, "off_hours": 2, "denials": 3, "searches": 3}


@pytest.fixture
def officer(bank: Bank) -> Actor:
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    return make_staff(head, Role.SECURITY_OFFICER)


def rules_of(who: str, bank: Bank) -> set[str]:
    return set(Alarm.objects.filter(staff_id=bank.people[who]).values_list("rule", flat=True))


@override_settings(REVEAL_LIMITS=FEW)
def test_an_unusual_rate_raises_one_alarm_and_the_values_are_still_shown(
    bank: Bank, seeds: Seeds, officer: Actor
) -> None:
    for minute in range(4):
        assert look(bank, seeds.east_phone, now=NOW + timedelta(minutes=minute)).value
    assert rules_of("east one", bank) == {"REVEAL_RATE"}
    assert Alarm.objects.count() == 1
    assert Reveal.objects.count() == 4
    assert Notice.objects.filter(recipient_id=officer.id, kind="watch.alarm").count() == 1
    assert open_alarms_count(actor=officer) == 1


@override_settings(REVEAL_LIMITS=FEW)
def test_looking_at_night_raises_an_alarm(bank: Bank, seeds: Seeds, officer: Actor) -> None:
    night = NOW + timedelta(hours=12)
    look(bank, seeds.east_phone, now=night)
    assert rules_of("east one", bank) == set()
    look(bank, seeds.east_phone, now=night)
    assert "OFF_HOURS" in rules_of("east one", bank)


@override_settings(REVEAL_LIMITS=FEW)
def test_looking_into_another_branch_raises_an_alarm(bank: Bank, seeds: Seeds) -> None:
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    from yinuo.platform.identity.public import create_node

    team = create_node(parent_id=head, kind="TEAM", code="CS", name="客服", actor=SYSTEM, now=NOW)
    manager = make_staff(team.id, Role.LOYALTY_MANAGER)
    for _ in range(2):
        look(bank, seeds.west_phone, actor=manager)
    assert set(Alarm.objects.filter(staff_id=manager.id).values_list("rule", flat=True)) >= {"OTHER_BRANCH"}


@override_settings(REVEAL_LIMITS=FEW)
def test_repeated_refusals_and_searches_in_the_evidence_raise_alarms(bank: Bank, officer: Actor) -> None:
    reference = bank.actor("west one").reference
    with transaction():
        for number in range(3):
            append(stream="staff:1", action="access.denied", actor=reference, at=NOW)
            append(stream="staff:1", action="customer.searched", actor=reference, at=NOW)
            append(
                stream="staff:2",
                action="access.denied",
                actor=bank.actor("west two").reference,
                at=NOW - timedelta(hours=number),
            )
    sequence_all(now=NOW)
    watch_evidence(now=NOW + timedelta(minutes=1))
    watch_evidence(now=NOW + timedelta(minutes=2))
    assert rules_of("west one", bank) == {"DENIALS", "SEARCHES"}
    assert rules_of("west two", bank) == set()
    assert Alarm.objects.count() == 2


@override_settings(REVEAL_LIMITS=FEW)
def test_a_security_officer_closes_it_with_what_they_found(bank: Bank, seeds: Seeds, officer: Actor) -> None:
    for _ in range(2):
        look(bank, seeds.east_phone)
    (alarm,) = alarms(actor=officer)
    with pytest.raises(CannotCloseAlarm):
        close_alarm(alarm_id=alarm.id, note=" ", actor=officer, now=NOW)
    with pytest.raises(AlarmNotFound):
        close_alarm(alarm_id=alarm.id, note="已核实", actor=bank.actor("east head"), now=NOW)
    close_alarm(alarm_id=alarm.id, note="集中回访，已核实", actor=officer, now=NOW)
    with pytest.raises(CannotCloseAlarm):
        close_alarm(alarm_id=alarm.id, note="再次核实", actor=officer, now=NOW)
    assert [record.action for record in records_of(f"alarm:{alarm.id}")] == [
        "watch.alarm_raised",
        "watch.alarm_closed",
    ]


def test_another_person_reviews_what_somebody_saw(bank: Bank, seeds: Seeds) -> None:
    look(bank, seeds.east_phone)
    head = bank.actor("east head")
    assert waiting_count(actor=head) == 1
    (row,) = to_review(actor=head)
    review_reveals(reveal_ids=[row.id], justified=True, actor=head, now=NOW)
    assert waiting_count(actor=head) == 0
    with pytest.raises(CannotReviewReveal):
        review_reveals(reveal_ids=[row.id], justified=False, note="不必要", actor=head, now=NOW)
    assert [record.action for record in records_of(f"reveal:{row.id}")] == ["reveal.shown", "reveal.reviewed"]


def test_nobody_reviews_their_own_and_no_other_branch_does(bank: Bank, seeds: Seeds) -> None:
    look(bank, seeds.east_phone, who="east head")
    reveal_id = Reveal.objects.get().pk
    assert to_review(actor=bank.actor("east head")) == ()
    with pytest.raises(CannotReviewReveal):
        review_reveals(reveal_ids=[reveal_id], justified=True, actor=bank.actor("east head"), now=NOW)
    for who in ("west head", "east one"):
        with pytest.raises(RevealNotFound):
            review_reveals(reveal_ids=[reveal_id], justified=True, actor=bank.actor(who), now=NOW)


def test_what_was_not_justified_needs_a_word_and_the_person_is_told(bank: Bank, seeds: Seeds) -> None:
    look(bank, seeds.east_phone)
    reveal_id = Reveal.objects.get().pk
    head = bank.actor("east head")
    with pytest.raises(CannotReviewReveal):
        review_reveals(reveal_ids=[reveal_id], justified=False, actor=head, now=NOW)
    review_reveals(reveal_ids=[reveal_id], justified=False, note="该客户无在办事项", actor=head, now=NOW)
    assert Notice.objects.filter(recipient_id=bank.people["east one"], kind="reveal.not_justified").exists()


@override_settings(REVEAL_LIMITS={**FEW, "alarm_at": 99, "stop_at": 1})
def test_a_second_person_allows_more_for_a_while(bank: Bank, seeds: Seeds) -> None:
    look(bank, seeds.east_phone)
    with pytest.raises(CannotReveal):
        look(bank, seeds.east_phone)
    asked = ask_for_more(hourly=60, hours=2, reason="系统故障集中回访", actor=bank.actor("east one"), now=NOW)
    decide(approval_id=asked, decision="GRANT", actor=bank.actor("east head"), now=NOW)
    look(bank, seeds.east_phone)
    later = NOW + timedelta(hours=2)
    look(bank, seeds.east_phone, now=later)
    with pytest.raises(CannotReveal):
        look(bank, seeds.east_phone, now=later)
