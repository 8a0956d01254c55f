"""Dedicated teams: rules ask them first, the supervisor sees skills and workload and hands cases over."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails, register_customer
from yinuo.features.cases.models import Case, ServiceTeam, TeamCustomer
from yinuo.features.cases.operations.change_team import (
    CannotChangeTeam,
    TeamNotFound,
    add_member,
    close_team,
    look_after,
    make_team,
)
from yinuo.features.cases.public import OpenedCase
from yinuo.platform.identity.public import SYSTEM, change_staff, staff_detail

pytestmark = pytest.mark.django_db


def skilled(bank: Bank, name: str, *skills: str) -> str:
    """Gives somebody skills; returns their staff number."""
    detail = staff_detail(staff_id=bank.people[name], actor=bank.actor("chief"))
    assert detail is not None
    change_staff(
        staff_id=detail.row.id,
        name=name,
        email="",
        node_id=detail.row.node_id,
        skills=skills,
        actor=SYSTEM,
        now=timezone.now(),
    )
    return detail.row.number


def complain(path: str, number: str = "C100") -> OpenedCase:
    return file_complaint(path, customer=CustomerDetails(number=number))


@pytest.fixture
def team(bank: Bank) -> UUID:
    now, boss = timezone.now(), bank.actor("west head")
    register_customer(
        details=CustomerDetails(name="李雷", number="C100"), path=bank.west, actor=SYSTEM, now=now
    )
    team_id = make_team(name="金穗专属团队", path=bank.west, actor=boss, now=now)
    add_member(team_id=team_id, staff_number=skilled(bank, "west two", "信用卡"), actor=boss, now=now)
    add_member(team_id=team_id, staff_number=skilled(bank, "west head"), is_manager=True, actor=boss, now=now)
    look_after(team_id=team_id, customer_number="C100", actor=boss, now=now)
    return team_id


def test_rules_ask_the_team_first(bank: Bank, team: UUID) -> None:
    assert complain(bank.east).owner_id == bank.people["west two"]
    assert complain(bank.east, "C200").owner_id in (bank.people["east one"], bank.people["east two"])
    close_team(team_id=team, actor=bank.actor("west head"), now=timezone.now())
    assert complain(bank.east).owner_id in (bank.people["east one"], bank.people["east two"])


def test_one_page_shows_people_skills_and_work_and_hands_over(bank: Bank, team: UUID) -> None:
    opened = complain(bank.west)
    browser = signed_in(bank.actor("west head"))
    page = browser.get(reverse("cases:team", args=[team])).content.decode()
    for said in ("金穗专属团队", "west two", "信用卡", "客户经理", opened.number):
        assert said in page, said
    assert "李雷" not in page
    given = {"case": f"{opened.id}:1", "owner": str(bank.people["west head"])}
    assert opened.number in browser.post(reverse("cases:reassign"), given).content.decode()
    browser.post(reverse("cases:reassign"), given | {"step": "do"})
    assert Case.objects.get(pk=opened.id).owner_id == bank.people["west head"]
    page = browser.get(reverse("cases:teams")).content.decode()
    assert "金穗专属团队" in page


def test_a_team_is_changed_on_its_page(bank: Bank, team: UUID) -> None:
    browser = signed_in(bank.actor("west head"))

    def change(kind: str, **data: object) -> int:
        return browser.post(reverse("cases:change_team", args=[team, kind]), data).status_code

    assert change("add", staff="S003", is_manager="yes") == 302
    managers = ServiceTeam.objects.get().members.filter(is_manager=True)
    assert [one.staff_id for one in managers] == [bank.people["west one"]]
    assert change("remove", staff=str(bank.people["west head"])) == 302
    assert change("remove", staff=str(bank.people["west head"])) == 409
    assert change("add", staff="nobody") == 409
    assert change("customer", customer="C999") == 409
    assert change("paint") == 404
    customer = TeamCustomer.objects.get().customer_id
    assert change("leave", customer=str(customer)) == 302
    assert change("close") == 302
    assert browser.get(reverse("cases:team", args=[team])).status_code == 404


def test_another_branch_neither_sees_nor_changes_it(bank: Bank, team: UUID) -> None:
    boss, now = bank.actor("east head"), timezone.now()
    assert signed_in(boss).get(reverse("cases:team", args=[team])).status_code == 404
    with pytest.raises(TeamNotFound):
        add_member(team_id=team, staff_number="S000", actor=boss, now=now)
    with pytest.raises(CannotChangeTeam):
        make_team(name="x", path=bank.west, actor=boss, now=now)
    other = make_team(name="城东团队", path=bank.east, actor=boss, now=now)
    with pytest.raises(CannotChangeTeam):
        look_after(team_id=other, customer_number="C100", actor=boss, now=now)
