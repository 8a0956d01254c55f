"""The pages of the rules for owners: drafted, compared with the last cases, put in force by the head office alone."""

from __future__ import annotations

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import make_staff, signed_in
from yinuo.features.cases.models import OwnerRules
from yinuo.features.cases.operations.owner_rules import (
    CannotChangeOwnerRules,
    begin_draft,
    draft_owner_rules,
    put_owner_rules_in_force,
)
from yinuo.features.cases.owning.editions import edition_in_force
from yinuo.features.cases.public import OpenedCase
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM, Actor, Role, nodes

pytestmark = pytest.mark.django_db
RULES = reverse("cases:rules")


def complain(path: str) -> OpenedCase:
    return file_complaint(path, text="信用卡年费承诺没有兑现", subject="信用卡年费")


def boss_of_all(bank: Bank) -> Actor:
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    return make_staff(head, Role.SUPERVISOR)


def change(browser: object, kind: str, **data: object) -> str:
    return browser.post(reverse("cases:change_rules", args=[kind]), data, follow=True).content.decode()  # type: ignore[attr-defined]


def test_a_draft_is_compared_with_the_last_cases_and_then_in_force(bank: Bank) -> None:
    opened = complain(bank.east)
    assert opened.owner_id in (bank.people["east one"], bank.people["east two"])
    browser = signed_in(boss_of_all(bank))
    assert "收到投诉的机构，再逐级向上" in browser.get(RULES).content.decode()
    change(browser, "draft")
    rule = {
        "name": "信用卡到城西",
        "where": "UNIT",
        "unit": bank.west,
        "category": ["B03"],
        "kind": ["COMPLAINT"],
        "revision": 1,
    }
    page = browser.post(reverse("cases:rule"), rule, follow=True).content.decode()
    assert "信用卡到城西" in page
    for place, revision in ((3, 2), (2, 3)):
        page = change(browser, "up", place=place, revision=revision)
    assert page.index("信用卡到城西") < page.rindex("客户专属团队")
    case_row = page[page.index(opened.number) :]
    assert "west one" in case_row
    assert "不同" in case_row
    assert complain(bank.east).owner_id not in (bank.people["west one"], bank.people["west two"])
    change(browser, "put", revision=3)
    assert OwnerRules.objects.get().state == "DRAFT", "a revision that was not shown is refused"
    page = change(browser, "put", revision=4)
    assert OwnerRules.objects.get().state == "IN_FORCE"
    third = complain(bank.east)
    assert third.owner_id in (bank.people["west one"], bank.people["west two"])
    assert records_of(f"case:{third.id}")[0].facts["chosen"]["edition"] == 1
    assert "规则 1：信用卡到城西" in browser.get(reverse("cases:case", args=[third.number])).content.decode()
    actions = [record.action for record in records_of("owner-rules:institution")]
    assert actions == ["owner_rules.drafted"] * 4 + ["owner_rules.put_in_force"]


def test_a_branch_reads_the_rules_and_changes_none(bank: Bank) -> None:
    browser = signed_in(bank.actor("east head"))
    assert "以草稿编辑" not in browser.get(RULES).content.decode()
    page = browser.post(reverse("cases:change_rules", args=["draft"]))
    assert page.status_code == 409
    assert "总行" in page.content.decode()
    assert not OwnerRules.objects.exists()
    assert signed_in(bank.actor("east one")).get(RULES).status_code == 403
    assert browser.post(reverse("cases:change_rules", args=["paint"])).status_code == 404


def test_of_two_who_edit_at_once_one_is_told(bank: Bank) -> None:
    boss, now = boss_of_all(bank), timezone.now()
    draft = begin_draft(actor=boss, now=now)
    begin_draft(actor=boss, now=now)
    draft_owner_rules(rules=draft.rules, revision=1, actor=boss, now=now)
    with pytest.raises(CannotChangeOwnerRules):
        draft_owner_rules(rules=draft.rules, revision=1, actor=boss, now=now)
    with pytest.raises(CannotChangeOwnerRules):
        put_owner_rules_in_force(revision=1, actor=boss, now=now)
    assert edition_in_force().number == 0


def test_the_comparison_asks_the_same_however_many_cases(bank: Bank, django_assert_max_num_queries) -> None:  # type: ignore[no-untyped-def]
    boss = boss_of_all(bank)
    begin_draft(actor=boss, now=timezone.now())
    for _number in range(6):
        complain(bank.east)
    browser = signed_in(boss)
    browser.get(RULES)
    with django_assert_max_num_queries(20):
        browser.get(RULES)
