"""A specialist's whole day, by keyboard alone: what each key did stands in the database and in the evidence."""

from __future__ import annotations

import pytest
from playwright.sync_api import expect

from tests.bank import Bank, found_bank
from tests.browser import Browse
from tests.journeys.seats import SCREENS, Seat, actions_on, complain, seat
from yinuo.features.cases.models import Case, Message, Proposal, State
from yinuo.features.cases.public import OpenedCase
from yinuo.platform.approvals.models import Approval
from yinuo.platform.identity.public import Actor

pytestmark = pytest.mark.browser


@pytest.fixture
def bank(transactional_db: None) -> Bank:
    return found_bank()


@SCREENS
def test_a_whole_day_without_a_mouse(browse: Browse, bank: Bank, language: str, width: int) -> None:
    opened = complain(bank.east)
    me = next(bank.actor(name) for name in ("east one", "east two") if bank.people[name] == opened.owner_id)
    one = seat(browse, me, language=language, width=width, name="specialist")
    takes_down_a_call(one)
    opens_the_first_case(one, opened)
    answers(one, opened)
    notes(one, opened)
    classifies(one, opened)
    offers(one, opened)
    asks_for_more_time(one, opened, me)
    puts_aside(one, opened)
    resolves(one, opened)
    hands_over_the_call(one, bank, me)


def takes_down_a_call(one: Seat) -> None:
    one.go("/cases/")
    one.leads_on("n")
    one.press("f")
    one.type("13900000001")
    expect(one.page.locator("#callers")).not_to_be_empty()
    one.tab_to("[name=name]")
    one.type("韩梅梅")
    one.tab_to("[name=phone]")
    one.type("13900000001")
    one.tab_to("[name=subject]")
    one.type("手机银行转账未到账")
    one.tab_to("[name=text]")
    one.type("上午十点转账一千元，对方没有收到。")
    one.keep("call")
    one.leads_on("Control+Enter")
    case = Case.objects.get(subject="手机银行转账未到账")
    assert case.owner_id is not None
    assert actions_on(case.pk)[0] == "case.opened"


def opens_the_first_case(one: Seat, opened: OpenedCase) -> None:
    one.go("/cases/")
    one.press("?")
    expect(one.page.locator("#keys")).to_be_visible()
    one.press("Escape")
    for _ in range(3):
        one.press("j")
        one.sees_focus()
        address = one.page.evaluate("document.activeElement.getAttribute('href')")
        if address == f"/cases/{opened.number}/":
            break
    one.leads_on("Enter")
    assert one.page.url.endswith(f"/cases/{opened.number}/")


def answers(one: Seat, opened: OpenedCase) -> None:
    one.press("r")
    one.sees_focus()
    one.type("录音确认承诺属实，年费今天退回。")
    one.leads_on("Control+Enter")
    assert Case.objects.get(pk=opened.id).state == State.ANSWERED
    assert {"case.response_sent", "promise.kept"} <= set(actions_on(opened.id))


def notes(one: Seat, opened: OpenedCase) -> None:
    one.leads_on("m")
    expect(one.page.locator("#composer.as-note #text")).to_be_focused()
    one.type("已致电客户，满意。")
    one.leads_on("Control+Enter")
    assert Message.objects.filter(case_id=opened.id, kind="NOTE").count() == 1


def classifies(one: Seat, opened: OpenedCase) -> None:
    one.press("t")
    one.tab_to("#find-category")
    one.type("nf")
    one.press("ArrowDown")
    one.sees_focus()
    one.leads_on("Enter")
    assert Case.objects.get(pk=opened.id).category
    assert "case.classified" in actions_on(opened.id)


def offers(one: Seat, opened: OpenedCase) -> None:
    one.press("o")
    one.tab_to("#offer")
    one.type("另行补偿话费。")
    one.tab_to("#amount")
    one.type("88.50")
    one.leads_on("Enter")
    offered = Proposal.objects.get(case_id=opened.id)
    assert (offered.state, str(offered.amount)) == ("OFFERED", "88.50")


def asks_for_more_time(one: Seat, opened: OpenedCase, me: Actor) -> None:
    one.press("x")
    one.tab_to("#extend-why")
    one.type("等待支付机构回函")
    one.leads_on("Enter")
    assert Approval.objects.get().requester_id == me.id


def puts_aside(one: Seat, opened: OpenedCase) -> None:
    one.press("z")
    one.tab_to("#snooze-reason")
    one.type("等客户回电")
    one.leads_on("Enter")
    assert "case.snoozed" in actions_on(opened.id)
    one.keep("aside")


def resolves(one: Seat, opened: OpenedCase) -> None:
    one.press("e")
    one.tab_to("#cause")
    one.press("ArrowDown")
    one.tab_to("#responsible")
    one.press("ArrowDown")
    one.tab_to("#resolve .button.primary")
    one.leads_on("Enter")
    case = Case.objects.get(pk=opened.id)
    assert case.state == State.RESOLVED
    assert case.resolved_at is not None
    assert actions_on(opened.id)[-2:] == ["case.resolved", "promise.kept"]
    one.keep("resolved")


def hands_over_the_call(one: Seat, bank: Bank, me: Actor) -> None:
    case = Case.objects.get(subject="手机银行转账未到账")
    one.go(f"/cases/{case.number}/")
    before = case.owner_id
    one.press("a")
    one.tab_to("#owner")
    one.press("ArrowDown")
    one.tab_to("#handover-note")
    one.type("我下班了，请接手")
    one.tab_to("#assign .button.primary")
    one.leads_on("Enter")
    case.refresh_from_db()
    assert case.owner_id not in (before, None)
    assert "case.assigned" in actions_on(case.pk)
