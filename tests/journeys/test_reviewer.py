"""The superior unit looks at a decision again: asked for on the customer's page, decided by somebody else."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone
from playwright.sync_api import expect

from tests.bank import Bank, found_bank
from tests.browser import Browse
from tests.journeys.seats import SCREENS, Seat, actions_on, complain, seat
from tests.people import make_staff
from yinuo.features.cases.models import Case, Relation, State
from yinuo.features.cases.public import OpenedCase, record_response, resolve_case
from yinuo.platform.identity.public import SYSTEM, Actor, Role, nodes

pytestmark = pytest.mark.browser
RESULT = "经复核，原决定有误，年费三百元今天退回。"


@pytest.fixture
def bank(transactional_db: None) -> Bank:
    return found_bank()


@pytest.fixture
def reviewer(bank: Bank) -> Actor:
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    return make_staff(head, Role.COMPLAINT_SPECIALIST, name="周正")


@SCREENS
def test_a_decision_is_reviewed_by_the_unit_above(
    browse: Browse, bank: Bank, reviewer: Actor, language: str, width: int
) -> None:
    opened = complain(bank.east)
    decided(bank, opened)
    customer = seat(browse, None, language=language, width=width, name="asks-review")
    asks_for_it(customer, opened)
    review = Case.objects.get(parent_id=opened.id, relation=Relation.REVIEW)
    assert (review.owner_id, review.path) == (reviewer.id, bank.head)
    assert "case.review_requested" in actions_on(opened.id)
    one = seat(browse, reviewer, language=language, width=width, name="reviewer")
    finds_and_reads_both(one, review, opened)
    decides(one, review)
    customer.go(reverse("portal:follow", args=[opened.tracking_token]))
    expect(customer.page.get_by_text(RESULT)).to_be_visible()
    customer.keep("result")


def decided(bank: Bank, opened: OpenedCase) -> None:
    """By the branch, against the customer."""
    boss, now = bank.actor("east head"), timezone.now()
    record_response(case_id=opened.id, text="年费按章程收取，不能减免。", actor=boss, now=now)
    resolve_case(case_id=opened.id, cause="C07", actor=boss, now=now)


def asks_for_it(customer: Seat, opened: OpenedCase) -> None:
    customer.go(reverse("portal:follow", args=[opened.tracking_token]))
    customer.page.locator("a[href$='/review/']").click()
    customer.page.locator("[name=reason]").fill("电话里答应过减免，请听录音。")
    customer.look()
    customer.keep("ask")
    with customer.page.expect_navigation(url="**/c/*/"):
        customer.page.locator("form .button.primary").click()


def finds_and_reads_both(one: Seat, review: Case, opened: OpenedCase) -> None:
    one.go("/cases/")
    one.page.locator(f"a[href='/cases/{review.number}/']").click()
    one.page.locator(f"#rail a[href='/cases/{opened.number}/']").click()
    expect(one.page.get_by_text("年费按章程收取，不能减免。")).to_be_visible()
    one.look()
    one.go(f"/cases/{review.number}/")
    one.keep("child")


def decides(one: Seat, review: Case) -> None:
    one.page.locator("#text").fill(RESULT)
    with one.page.expect_navigation(wait_until="load"):
        one.page.locator("#composer [data-send]").click()
    one.page.locator("[data-opens=resolve]").click()
    one.page.locator("#cause").select_option(index=1)
    one.page.locator("#responsible").select_option("NONE")
    one.keep("resolve")
    with one.page.expect_navigation(wait_until="load"):
        one.page.locator("#resolve .button.primary").click()
    one.look()
    review.refresh_from_db()
    assert review.state == State.RESOLVED
    assert actions_on(review.pk)[-2:] == ["case.resolved", "promise.kept"]
