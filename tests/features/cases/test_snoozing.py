"""A case put aside leaves its owner's queue; it is back in time, and as soon as the customer writes."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.features.cases.test_queue import opened, shown
from tests.people import signed_in
from yinuo.core.promises.public import promises_on
from yinuo.features.cases.models import Case
from yinuo.features.cases.operations.snooze_case import CannotSnoozeCase, snooze_case, wake_case
from yinuo.features.cases.public import OpenedCase, add_customer_message, assign_case
from yinuo.features.cases.queries.counting import counts
from yinuo.features.cases.queries.queue import queue
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM


@pytest.fixture
def case(bank: Bank) -> OpenedCase:
    case = opened(bank.east)
    assign_case(case_id=case.id, owner_id=bank.people["east one"], actor=SYSTEM, now=timezone.now())
    return case


def put_aside(bank: Bank, case: OpenedCase, **more: object) -> object:
    given: dict[str, object] = {"until": None, "reason": "等客户寄流水", "now": timezone.now()} | more
    return snooze_case(case_id=case.id, actor=bank.actor("east one"), **given)  # type: ignore[arg-type]


def mine(bank: Bank, *, hours: float = 0) -> int:
    now = timezone.now() + timedelta(hours=hours)
    actor = bank.actor("east one")
    listed = len(queue(view="mine", actor=actor, now=now).rows)
    assert counts(actor=actor, now=now)["mine"] == listed
    return listed


def test_it_leaves_the_queue_and_is_back_before_its_promise_is_at_risk(bank: Bank, case: OpenedCase) -> None:
    browser = signed_in(bank.actor("east one"))
    address = reverse("cases:snooze", args=[case.number])
    done = browser.post(address, {"until": "days", "reason": "等李雷 13812345678 回复"}, follow=True)
    assert done.context["snooze"].reason == "等[name] [phone] 回复"
    held = Case.objects.get(pk=case.id)
    assert held.attention_at is not None
    assert held.snoozed_until == held.attention_at - timedelta(hours=5)  # asked for were three days
    assert (mine(bank), mine(bank, hours=19.1)) == (0, 1)
    assert shown(browser, view="snoozed") == [case.number]
    assert shown(browser, view="team") == [case.number]
    subject = f"case:{case.id}"
    assert {one.state for one in promises_on(subjects=[subject], now=timezone.now())[subject]} == {"RUNNING"}
    assert "李雷" not in str([record.facts for record in records_of(subject)])
    browser.post(reverse("cases:wake", args=[case.number]))
    assert mine(bank) == 1
    assert [one.action for one in records_of(subject)][-2:] == ["case.snoozed", "case.woken"]
    wake_case(case_id=case.id, actor=bank.actor("east one"), now=timezone.now())
    assert len([one for one in records_of(subject) if one.action == "case.woken"]) == 1


def test_a_promise_that_falls_due_earlier_brings_it_back_too(bank: Bank, case: OpenedCase) -> None:
    put_aside(bank, case)
    Case.objects.filter(pk=case.id).update(attention_at=timezone.now() + timedelta(hours=3))
    assert mine(bank) == 1


def test_the_customer_brings_it_back_by_writing_and_a_new_owner_has_it_at_once(
    bank: Bank, case: OpenedCase
) -> None:
    put_aside(bank, case)
    assert mine(bank) == 0
    add_customer_message(token=case.tracking_token, text="流水已寄出", now=timezone.now())
    assert mine(bank) == 1
    put_aside(bank, case)
    head = bank.actor("east head")
    assign_case(case_id=case.id, owner_id=bank.people["east two"], actor=head, now=timezone.now())
    assert Case.objects.get(pk=case.id).snoozed_until is None


def test_it_is_refused_without_reason_too_late_or_to_others(bank: Bank, case: OpenedCase) -> None:
    now = timezone.now()
    for wrong in (
        {"reason": " "},
        {"reason": "字" * 201},
        {"until": now - timedelta(minutes=1)},
        {"until": now + timedelta(days=31)},
        {"now": now + timedelta(hours=20)},  # due soon
    ):
        with pytest.raises(CannotSnoozeCase):
            put_aside(bank, case, **wrong)
    with pytest.raises(CannotSnoozeCase):
        snooze_case(
            case_id=case.id, until=None, reason="等待", actor=bank.actor("east two"), now=timezone.now()
        )
    west, east = signed_in(bank.actor("west one")), signed_in(bank.actor("east one"))
    for name in ("snooze", "wake", "here"):
        assert west.post(reverse(f"cases:{name}", args=[case.number])).status_code == 404
    address = reverse("cases:snooze", args=[case.number])
    assert east.post(address, {"until": "never", "reason": "等待"}).status_code == 409
    assert mine(bank) == 1
