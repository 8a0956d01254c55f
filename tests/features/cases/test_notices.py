"""The bell: owners hear of their cases, supervisors of what broke, and nobody of what is long past."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.core.promises.public import fire_due_alarms
from yinuo.features.cases.public import OpenedCase, assign_case
from yinuo.platform.identity.public import SYSTEM, Role, create_node, nearest_with_role, nodes
from yinuo.platform.notices.models import Notice

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)


def complain(bank: Bank, *, voiced_at: datetime = NOW, now: datetime = NOW) -> OpenedCase:
    return file_complaint(bank.east, now=now, customer=CustomerDetails(name="李雷"), voiced_at=voiced_at)


def told(bank: Bank, kind: str) -> set[str]:
    names = {staff_id: name for name, staff_id in bank.people.items()}
    return {names[notice.recipient_id] for notice in Notice.objects.filter(kind=kind)}


def test_the_owner_hears_of_a_new_case_and_of_the_time_that_passes(bank: Bank) -> None:
    opened = complain(bank)
    fire_due_alarms(now=NOW + timedelta(hours=20))
    owner = next(name for name, staff_id in bank.people.items() if staff_id == opened.owner_id)
    assert told(bank, "case.new") == told(bank, "case.at_risk") == {owner}
    assert told(bank, "case.broken") == set()


def test_a_broken_promise_is_told_to_the_owner_and_the_branch_supervisor_alone(bank: Bank) -> None:
    complain(bank)
    fire_due_alarms(now=NOW + timedelta(hours=25))
    assert told(bank, "case.broken") == {"east one", "east head"}


def test_what_broke_long_ago_rings_no_bell(bank: Bank) -> None:
    complain(bank, voiced_at=NOW - timedelta(days=60))
    fire_due_alarms(now=NOW)
    assert told(bank, "case.broken") == set()


def test_after_a_hand_over_the_new_owner_is_warned(bank: Bank) -> None:
    opened = complain(bank)
    assign_case(case_id=opened.id, owner_id=bank.people["west two"], actor=bank.actor("chief"), now=NOW)
    fire_due_alarms(now=NOW + timedelta(hours=20))
    assert told(bank, "case.at_risk") == {"west two"}


def test_an_outlet_without_supervisor_answers_to_its_branch(bank: Bank) -> None:
    east = next(node for node in nodes(actor=SYSTEM) if node.path == bank.east)
    outlet = create_node(
        parent_id=east.id, kind="OUTLET", code="E-01", name="东湖网点", actor=SYSTEM, now=NOW
    )
    found = nearest_with_role(role=Role.SUPERVISOR, path=outlet.path)
    assert [row.name for row in found] == ["east head"]
    assert nearest_with_role(role=Role.AUDITOR, path=outlet.path) == ()


def test_the_list_marks_what_is_new_until_it_was_shown(bank: Bank) -> None:
    moment = timezone.now()
    complain(bank, now=moment, voiced_at=moment)
    browser = signed_in(bank.actor("east one"))
    page = browser.get(reverse("notices:list"))
    assert [notice.is_new for notice in page.context["notices"]] == [True]
    browser.post(reverse("notices:read"), {"until": page.context["newest"]})
    shown = browser.get(reverse("notices:list")).context["notices"]
    assert [notice.is_new for notice in shown] == [False]
    assert browser.post(reverse("notices:read"), {"until": "nonsense"}).status_code == 302
