"""On the way to the decision: offers with a second person, pauses, more time."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import signed_in
from yinuo.core.promises.public import CannotPausePromise, PromiseView, fire_due_alarms, promises_on
from yinuo.features.cases.approvals.compensating import CannotReadAmount, read_amount
from yinuo.features.cases.models import Case, Message, Proposal
from yinuo.features.cases.operations.extend_decision import CannotExtendDecision, ask_extension
from yinuo.features.cases.operations.pause_decision import (
    CannotPauseDecision,
    pause_decision,
    resume_decision,
)
from yinuo.features.cases.operations.propose import CannotAnswerProposal, answer_proposal, propose
from yinuo.features.cases.public import OpenedCase
from yinuo.platform.approvals.public import CannotDecide, decide, waiting_for
from yinuo.platform.audit.public import records_of

NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
OFFER = "年费全额退回,并另行补偿,电话13812345678"


@pytest.fixture
def opened(bank: Bank) -> OpenedCase:
    return file_complaint(bank.east, now=NOW, text="信用卡年费承诺没有兑现", subject="")


def decision(opened: OpenedCase, now: datetime = LATER) -> PromiseView:
    subject = f"case:{opened.id}"
    return next(
        one for one in promises_on(subjects=[subject], now=now)[subject] if one.duty == "complaint.decision"
    )


def offer(bank: Bank, opened: OpenedCase, amount: str, who: str = "east one") -> Proposal:
    made = propose(
        case_id=opened.id,
        text=OFFER,
        amount=Decimal(amount),
        why="客户损失属实",
        actor=bank.actor(who),
        now=LATER,
    )
    return Proposal.objects.get(pk=made)


def test_a_small_offer_is_made_at_once_and_the_customer_reads_it(bank: Bank, opened: OpenedCase) -> None:
    made = offer(bank, opened, "500.00")
    assert made.state == "OFFERED"
    assert "13812345678" not in made.redacted
    said = Message.objects.get(case_id=opened.id, kind="REPLY")
    assert "500.00" in said.redacted
    assert decision(opened).state == "RUNNING"


def test_a_larger_one_waits_for_a_second_person(bank: Bank, opened: OpenedCase) -> None:
    made = offer(bank, opened, "500.01")
    assert made.state == "WAITING"
    assert not Message.objects.filter(case_id=opened.id, kind="REPLY").exists()
    head = bank.actor("east head")
    [row] = waiting_for(actor=head)
    decide(approval_id=row.id, decision="GRANT", actor=head, now=LATER)
    made.refresh_from_db()
    assert made.state == "OFFERED"
    actions = [record.action for record in records_of(f"case:{opened.id}")]
    assert actions[-2:] == ["case.proposed", "case.offered"]


def test_a_sum_above_the_second_persons_own_limit_goes_higher(bank: Bank, opened: OpenedCase) -> None:
    made = offer(bank, opened, "20000.01")
    head, chief = bank.actor("east head"), bank.actor("chief")
    [row] = waiting_for(actor=chief)
    with pytest.raises(CannotDecide, match="higher"):
        decide(approval_id=row.id, decision="GRANT", actor=head, now=LATER)
    decide(approval_id=row.id, decision="GRANT", actor=chief, now=LATER)
    made.refresh_from_db()
    assert made.state == "OFFERED"


def test_an_approval_is_for_one_offer_only(bank: Bank, opened: OpenedCase) -> None:
    offer(bank, opened, "900")
    head = bank.actor("east head")
    [old] = waiting_for(actor=head)
    second = offer(bank, opened, "1900")
    with pytest.raises(CannotDecide):
        decide(approval_id=old.id, decision="GRANT", actor=head, now=LATER)
    second.refresh_from_db()
    assert second.state == "WAITING"


def test_the_customers_answer_is_recorded_once(bank: Bank, opened: OpenedCase) -> None:
    offer(bank, opened, "88.50")
    chief = bank.actor("chief")
    answer_proposal(case_id=opened.id, accepted=True, proof="3 月 2 日来电同意", actor=chief, now=LATER)
    assert Proposal.objects.get(case_id=opened.id).state == "ACCEPTED"
    with pytest.raises(CannotAnswerProposal):
        answer_proposal(case_id=opened.id, accepted=False, proof="来电", actor=chief, now=LATER)


@pytest.mark.parametrize("text", ["-1", "1.005", "NaN", "1e99", "Infinity", "一百", "'; --"])
def test_what_is_no_sum_is_refused(text: str) -> None:
    with pytest.raises(CannotReadAmount):
        read_amount(text)


def test_sums_as_people_type_them() -> None:
    assert [str(read_amount(text)) for text in ("¥1,200", "88.5", "")] == ["1200.00", "88.50", "0.00"]


def test_the_decision_stands_still_for_a_reason_of_its_policy_and_runs_on(
    bank: Bank, opened: OpenedCase
) -> None:
    due, actor = decision(opened).due_at, bank.actor("east one")
    pause_decision(
        case_id=opened.id, reason="MEDIATION_AGREED", proof="调解申请书已签", actor=actor, now=LATER
    )
    assert decision(opened).state == "PAUSED"
    resume_decision(case_id=opened.id, proof="调解结束", actor=actor, now=LATER + timedelta(days=3))
    assert decision(opened, LATER + timedelta(days=3)).due_at >= due + timedelta(days=3)


def test_other_reasons_and_missing_proof_are_refused(bank: Bank, opened: OpenedCase) -> None:
    actor = bank.actor("east one")
    with pytest.raises(CannotPausePromise):
        pause_decision(
            case_id=opened.id, reason="WAITING_FOR_CUSTOMER", proof="等材料", actor=actor, now=LATER
        )
    with pytest.raises(CannotPauseDecision):
        pause_decision(case_id=opened.id, reason="MEDIATION_AGREED", proof=" ", actor=actor, now=LATER)
    assert decision(opened).state == "RUNNING"
    assert not Message.objects.filter(kind="NOTE").exists()


def test_more_time_by_a_second_persons_leave_and_the_customer_is_told(bank: Bank, opened: OpenedCase) -> None:
    due = decision(opened).due_at
    ask_extension(
        case_id=opened.id,
        amount=15,
        reason="RECORDS",
        why="要调三年前的档案",
        actor=bank.actor("east one"),
        now=LATER,
    )
    assert decision(opened).due_at == due
    head = bank.actor("east head")
    [row] = waiting_for(actor=head)
    page = signed_in(head).get(reverse("approvals:request", args=[row.id])).content.decode()
    assert f"{timezone.localtime(due):%Y-%m-%d %H:%M}" in page, "as the institution's clocks show it"
    decide(approval_id=row.id, decision="GRANT", actor=head, now=LATER)
    assert decision(opened).due_at == due + timedelta(days=15)
    assert Message.objects.filter(case_id=opened.id, kind="REPLY").count() == 1
    with pytest.raises(CannotDecide):
        decide(approval_id=row.id, decision="GRANT", actor=bank.actor("chief"), now=LATER)


@pytest.mark.parametrize(("amount", "reason"), [(0, "RECORDS"), (31, "RECORDS"), (5, "BECAUSE")])
def test_what_the_policy_does_not_give_is_refused(
    bank: Bank, opened: OpenedCase, amount: int, reason: str
) -> None:
    with pytest.raises(CannotExtendDecision):
        ask_extension(
            case_id=opened.id,
            amount=amount,
            reason=reason,
            why="情况复杂",
            actor=bank.actor("east one"),
            now=LATER,
        )


def test_a_decision_that_is_late_gets_no_more_time(bank: Bank, opened: OpenedCase) -> None:
    late = decision(opened).due_at + timedelta(minutes=1)
    fire_due_alarms(now=late)
    assert decision(opened, late).state == "BROKEN"
    with pytest.raises(CannotExtendDecision):
        ask_extension(
            case_id=opened.id,
            amount=15,
            reason="RECORDS",
            why="要调三年前的档案",
            actor=bank.actor("east one"),
            now=late,
        )
    assert waiting_for(actor=bank.actor("east head")) == ()


def test_the_page_has_the_dialogues(bank: Bank, opened: OpenedCase) -> None:
    browser = signed_in(bank.actor("east head"))
    Case.objects.filter(pk=opened.id).update(path=bank.east)
    page = browser.get(f"/cases/{opened.number}/").content.decode()
    assert 'id="propose"' in page
    assert browser.post(f"/cases/{opened.number}/propose/", {"text": OFFER, "amount": "x"}).status_code == 409
    sent = browser.post(f"/cases/{opened.number}/propose/", {"text": OFFER, "amount": "100", "revision": "1"})
    assert sent.status_code == 302
