"""One asks, another decides, and exactly that is done."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from django.db import IntegrityError
from django.utils import translation

from tests.bank import Bank, found_bank
from tests.platform.approvals.acts import CONTENT, NOW, registered
from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.models import Approval
from yinuo.platform.approvals.public import (
    ApprovalGranted,
    ApprovalNotFound,
    CannotCarryOut,
    CannotDecide,
    CannotRequestApproval,
    CannotTrustApproval,
    CannotWithdrawApproval,
    Request,
    approval_detail,
    decide,
    expire_approvals,
    request_approval,
    require_approved,
    waiting_count,
    waiting_for,
    withdraw_approval,
)
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM, Actor, Role, grant_role, revoke_role
from yinuo.platform.jobs import events
from yinuo.platform.jobs.public import subscribe, transaction
from yinuo.platform.notices.models import Notice

LATER = NOW + timedelta(hours=1)


@pytest.fixture
def bank(db: None) -> Bank:
    return found_bank()


def ask(bank: Bank, who: str = "east one", **wishes: Any) -> UUID:
    given = {
        "kind": "test.points",
        "subject": "customer:1",
        "content": CONTENT,
        "reason": "重复入账，客户已确认",
        "path": bank.east,
        "actor": bank.actor(who),
        "now": NOW,
        **wishes,
    }
    return request_approval(**given)


def grant(bank: Bank, approval_id: UUID, who: str = "east head", **wishes: Any) -> None:
    given = {"decision": "GRANT", "actor": bank.actor(who), "now": LATER, **wishes}
    decide(approval_id=approval_id, **given)


def use(bank: Bank, content: Any = CONTENT, now: datetime = LATER) -> UUID:
    with transaction():
        return require_approved(
            kind="test.points",
            subject="customer:1",
            content=content,
            actor=bank.actor("east one"),
            now=now,
        )


def steps(approval_id: UUID) -> list[str]:
    return [record.action for record in records_of(f"approval:{approval_id}")]


def test_what_another_person_approved_is_done_once(bank: Bank) -> None:
    with registered():
        approval = ask(bank)
        with pytest.raises(CannotCarryOut):
            use(bank)
        grant(bank, approval)
        assert use(bank) == approval
        with pytest.raises(CannotCarryOut):
            use(bank)
    assert steps(approval) == ["approval.requested", "approval.granted", "approval.carried_out"]


def test_an_approval_counts_for_no_other_content(bank: Bank) -> None:
    with registered():
        grant(bank, ask(bank))
        with pytest.raises(CannotCarryOut):
            use(bank, content={**CONTENT, "points": 1201})


def test_an_approval_grows_old(bank: Bank) -> None:
    with registered():
        grant(bank, ask(bank))
        with pytest.raises(CannotCarryOut):
            use(bank, now=LATER + timedelta(days=3))


@pytest.mark.parametrize("role", list(Role))
def test_nobody_approves_their_own_request_whatever_their_role(bank: Bank, role: Role) -> None:
    with registered(deciders=frozenset(Role)):
        if role not in bank.actor("east one").roles:
            grant_role(staff_id=bank.people["east one"], role=role, actor=SYSTEM, now=NOW)
        approval = ask(bank)
        with pytest.raises(CannotDecide):
            grant(bank, approval, who="east one")
    assert Approval.objects.get(pk=approval).state == "WAITING"


def test_the_database_itself_refuses_an_approval_by_the_requester(bank: Bank) -> None:
    with registered():
        approval = ask(bank)
    with pytest.raises(IntegrityError):
        Approval.objects.filter(pk=approval).update(
            state="GRANTED", decided_by_id=bank.people["east one"], closed_at=NOW
        )


@pytest.mark.parametrize(("who", "refusal"), [("east two", CannotDecide), ("west head", ApprovalNotFound)])
def test_only_the_role_in_reach_decides(bank: Bank, who: str, refusal: type[DomainError]) -> None:
    with registered():
        approval = ask(bank)
        with pytest.raises(refusal):
            grant(bank, approval, who=who)
        assert waiting_for(actor=bank.actor(who)) == ()
    assert steps(approval) == ["approval.requested"]


def test_a_role_taken_away_decides_no_more_although_the_page_is_open(bank: Bank) -> None:
    with registered():
        approval = ask(bank)
        before = bank.actor("east head")
        revoke_role(staff_id=bank.people["east head"], role=Role.SUPERVISOR, actor=SYSTEM, now=NOW)
        with pytest.raises(CannotDecide):
            decide(approval_id=approval, decision="GRANT", actor=before, now=LATER)


def test_what_is_granted_is_done_in_the_same_transaction_or_nothing_is_decided(bank: Bank) -> None:
    done: list[tuple[Request, Actor]] = []

    def fail(_request: Request, _decider: Actor, _now: datetime) -> None:
        raise CannotCarryOut("no")

    def do(request: Request, decider: Actor, _now: datetime) -> None:
        done.append((request, decider))

    with registered(carry_out=fail):
        approval = ask(bank)
        with pytest.raises(CannotCarryOut):
            grant(bank, approval)
        assert steps(approval) == ["approval.requested"]
    with registered(carry_out=do):
        grant(bank, approval)
    assert [(request.content, decider.name) for request, decider in done] == [(CONTENT, "east head")]
    assert steps(approval)[1:] == ["approval.granted", "approval.carried_out"]


def test_other_rooms_hear_of_it(bank: Bank) -> None:
    heard: list[ApprovalGranted] = []
    subscribe(ApprovalGranted, heard.append)
    try:
        with registered():
            grant(bank, ask(bank))
    finally:
        events._subscribers[ApprovalGranted].remove(heard.append)
    assert [event.content for event in heard] == [CONTENT]


def test_what_changed_meanwhile_cannot_be_decided(bank: Bank) -> None:
    now_is: dict[str, Any] = {**CONTENT}
    with registered(current=lambda _request: now_is):
        approval = ask(bank)
        now_is["points"] = 900
        with pytest.raises(CannotDecide, match="changed"):
            grant(bank, approval)
        now_is["points"] = 1200
        grant(bank, approval)


def test_a_request_changed_in_the_database_is_not_decided(bank: Bank) -> None:
    with registered():
        approval = ask(bank)
        Approval.objects.filter(pk=approval).update(content={**CONTENT, "points": 999_999})
        with pytest.raises(CannotTrustApproval):
            grant(bank, approval)


def test_a_decision_about_another_hash_than_the_one_seen_is_refused(bank: Bank) -> None:
    with registered():
        approval = ask(bank)
        with pytest.raises(CannotDecide):
            grant(bank, approval, seen="00" * 32)


def test_somebody_who_is_excused_does_not_decide_and_is_told_why(bank: Bank) -> None:
    with registered(excused=lambda _request, _actor: "This is about you."):
        approval = ask(bank)
        with pytest.raises(CannotDecide, match="about you"):
            grant(bank, approval)
        shown = approval_detail(approval_id=approval, actor=bank.actor("east head"), now=LATER)
    assert shown is not None
    assert (shown.may_decide, shown.why_not) == (False, "This is about you.")
    assert not Notice.objects.filter(kind="approval.waiting").exists()


def test_a_request_expires_and_whoever_asked_is_told(bank: Bank) -> None:
    with registered():
        approval = ask(bank)
        over = NOW + timedelta(days=3)
        with pytest.raises(CannotDecide):
            grant(bank, approval, now=over)
        assert expire_approvals(now=over - timedelta(seconds=1)) == 0
        assert expire_approvals(now=over) == 1
    assert steps(approval)[-1] == "approval.expired"
    assert Notice.objects.filter(recipient_id=bank.people["east one"], kind="approval.expired").count() == 1


def test_only_the_requester_takes_it_back_and_only_while_it_waits(bank: Bank) -> None:
    with registered():
        approval = ask(bank)
        with pytest.raises(ApprovalNotFound):
            withdraw_approval(approval_id=approval, actor=bank.actor("east head"), now=LATER)
        withdraw_approval(approval_id=approval, actor=bank.actor("east one"), now=LATER)
        with pytest.raises(CannotDecide):
            grant(bank, approval)
        with pytest.raises(CannotWithdrawApproval):
            withdraw_approval(approval_id=approval, actor=bank.actor("east one"), now=LATER)
    assert steps(approval)[-1] == "approval.withdrawn"


def test_a_refusal_needs_a_reason(bank: Bank) -> None:
    with registered():
        approval = ask(bank)
        with pytest.raises(CannotDecide):
            grant(bank, approval, decision="REFUSE")
        grant(bank, approval, decision="REFUSE", note="请先核对流水")
        with pytest.raises(CannotCarryOut):
            use(bank)
    assert Notice.objects.filter(recipient_id=bank.people["east one"], kind="approval.refused").count() == 1


@pytest.mark.parametrize(
    "wishes", [{"reason": "   "}, {"reason": "x" * 2001}, {"path": "/HQ/W/"}, {"actor": SYSTEM}]
)
def test_a_request_without_reason_or_out_of_reach_is_refused(bank: Bank, wishes: dict[str, Any]) -> None:
    with registered(), pytest.raises(CannotRequestApproval):
        ask(bank, **wishes)
    assert not Approval.objects.exists()


def test_the_nearest_who_may_decide_are_told_and_count_it(bank: Bank) -> None:
    with registered(deciders=frozenset({Role.SUPERVISOR, Role.EXECUTIVE})):
        ask(bank)
        told = set(Notice.objects.filter(kind="approval.waiting").values_list("recipient_id", flat=True))
        assert told == {bank.people["east head"]}
        assert waiting_count(actor=bank.actor("east head")) == 1
        assert waiting_count(actor=bank.actor("chief")) == 1
        assert waiting_count(actor=bank.actor("west head")) == 0
        assert waiting_count(actor=bank.actor("east one")) is None


def test_asking_twice_is_one_request(bank: Bank) -> None:
    with registered():
        assert ask(bank) == ask(bank)
    assert Notice.objects.filter(kind="approval.waiting").count() == 1


def test_the_reader_sees_what_was_shown_in_their_language(bank: Bank) -> None:
    from django.utils.translation import gettext

    from yinuo.platform.approvals.public import Line

    with registered(describe=lambda _content: [Line(label=gettext("Phone"), value="1")]):
        approval = ask(bank)
        labels = {}
        for language in ("zh-hans", "en"):
            with translation.override(language):
                shown = approval_detail(approval_id=approval, actor=bank.actor("east head"), now=LATER)
                assert shown is not None
                labels[language] = shown.lines[0].label
    assert labels["en"] == "Phone"
    assert labels["zh-hans"] != "Phone"


def test_texts_are_kept_redacted_and_evidence_holds_none_of_them(bank: Bank) -> None:
    with registered():
        approval = ask(bank, reason="客户电话 13912345678 打不通")
    kept = Approval.objects.get(pk=approval)
    assert "13912345678" not in kept.reason
    assert "打不通" not in str(records_of(f"approval:{approval}"))
