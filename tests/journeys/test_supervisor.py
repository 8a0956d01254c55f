"""A supervisor sees what is in danger, shifts work from one to another, and decides as the second person."""

from __future__ import annotations

from decimal import Decimal

import pytest
from django.utils import timezone
from playwright.sync_api import Locator, expect

from tests.bank import Bank, found_bank
from tests.browser import Browse
from tests.journeys.seats import SCREENS, Seat, actions_on, complain, seat
from yinuo.core.promises.public import PromiseView, promises_on
from yinuo.features.cases.models import Case, Message, Proposal
from yinuo.features.cases.operations.extend_decision import ask_extension
from yinuo.features.cases.operations.propose import propose
from yinuo.features.cases.public import OpenedCase
from yinuo.platform.approvals.models import Approval
from yinuo.platform.approvals.public import waiting_for

pytestmark = pytest.mark.browser


@pytest.fixture
def bank(transactional_db: None) -> Bank:
    return found_bank()


@SCREENS
def test_who_has_too_much_gives_some_away(browse: Browse, bank: Bank, language: str, width: int) -> None:
    cases = [complain(bank.east, f"第{number}笔手续费重复收取", hours=25 - number) for number in range(3)]
    boss = seat(browse, bank.actor("east head"), language=language, width=width, name="supervisor")
    reads_the_wall(boss, overdue=2)  # those of 25 and of 24 hours ago
    giver, taker = bank.people["east one"], bank.people["east two"]
    moved = set(Case.objects.filter(owner_id=giver).values_list("pk", flat=True))
    assert moved < {case.id for case in cases}
    boss.go("/cases/desk/")
    follow(boss, boss.page.locator(f"#desk-people a[href='?who={giver}']"))
    for box in boss.page.locator(".desk-list [name=case]").all():
        box.check()
    boss.page.locator("#owner").select_option(str(taker))
    boss.keep("desk")
    follow(boss, boss.page.locator(".desk-act .button.primary"))
    boss.page.locator("#note").fill("今天起由你负责")
    boss.keep("reassign")
    follow(boss, boss.page.locator("main .button.primary"))
    boss.keep("done")
    assert set(Case.objects.filter(pk__in=moved).values_list("owner_id", flat=True)) == {taker}
    for case_id in moved:
        assert "case.assigned" in actions_on(case_id)
        assert Message.objects.filter(case_id=case_id, kind="NOTE").count() == 1


@SCREENS
def test_what_one_may_not_do_alone_is_approved_or_refused(
    browse: Browse, bank: Bank, language: str, width: int
) -> None:
    opened, other = complain(bank.east), complain(bank.east, "贷款违约金与合同不一致")
    asks(bank, opened, "1800.00")
    asks(bank, other, "1900.00")
    ask_extension(
        case_id=other.id,
        amount=15,
        reason="THIRD_PARTY",
        why="等待支付机构回函",
        actor=bank.actor("east one"),
        now=timezone.now(),
    )
    boss = seat(browse, bank.actor("east head"), language=language, width=width, name="approver")
    due = decision(other).due_at
    boss.go("/cases/desk/")
    expect(boss.page.locator(".desk-approvals a")).to_have_count(3)
    grants(boss, f"case:{other.id}", "cases.extension")
    assert decision(other).due_at > due
    assert "promise.extended" in actions_on(other.id)
    grants(boss, f"case:{opened.id}", "cases.compensation")
    assert Proposal.objects.get(case_id=opened.id).state == "OFFERED"
    assert "case.offered" in actions_on(opened.id)
    refuses(boss, bank)
    assert Proposal.objects.get(case_id=other.id).state == "REFUSED"
    assert "case.offered" not in actions_on(other.id)
    assert not waiting_for(actor=bank.actor("east head"))


def reads_the_wall(boss: Seat, *, overdue: int) -> None:
    boss.go("/promises/wall/")
    expect(boss.page.locator(".wall-figures .bad dd")).to_have_text(str(overdue))
    boss.keep("wall")


def follow(boss: Seat, what: Locator) -> None:
    with boss.page.expect_navigation(wait_until="load"):
        what.click()
    boss.look()


def asks(bank: Bank, opened: OpenedCase, amount: str) -> None:
    propose(
        case_id=opened.id,
        text="年费全额退回，并另行补偿。",
        amount=Decimal(amount),
        why="客户损失属实",
        actor=bank.actor("east one"),
        now=timezone.now(),
    )


def decision(opened: OpenedCase) -> PromiseView:
    subject = f"case:{opened.id}"
    found = promises_on(subjects=[subject], now=timezone.now())[subject]
    return next(one for one in found if one.duty == "complaint.decision")


def opens_the_decision(boss: Seat, approval: Approval) -> None:
    boss.go("/approvals/")
    follow(boss, boss.page.locator(f"a[href='/approvals/{approval.pk}/decide/']"))


def grants(boss: Seat, subject: str, kind: str) -> None:
    opens_the_decision(boss, Approval.objects.get(subject=subject, kind=kind, state="WAITING"))
    boss.keep(f"grants-{kind}")
    follow(boss, boss.page.locator("[name=decision][value=GRANT]"))


def refuses(boss: Seat, bank: Bank) -> None:
    """Not without a reason: that is asked for, and nothing is decided meanwhile."""
    approval = Approval.objects.get(state="WAITING")
    opens_the_decision(boss, approval)
    follow(boss, boss.page.locator("[name=decision][value=REFUSE]"))
    expect(boss.page.locator(".notice.bad")).to_be_visible()
    approval.refresh_from_db()
    assert approval.state == "WAITING"
    boss.page.locator("#note").fill("没有损失的证明，请先补充。")
    boss.keep("refuse")
    follow(boss, boss.page.locator("[name=decision][value=REFUSE]"))
    approval.refresh_from_db()
    assert (approval.state, approval.decided_by_id) == ("REFUSED", bank.people["east head"])
