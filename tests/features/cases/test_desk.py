"""The supervisor's desk: loads as they are, several cases handed over after a look, nobody else's cases."""

from __future__ import annotations

from datetime import timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.public import OpenedCase, assign_case
from yinuo.features.cases.queries import workload
from yinuo.platform.identity.public import set_absence

pytestmark = pytest.mark.django_db


def complain(path: str, *, hours_ago: float = 0, assign: bool = False) -> OpenedCase:
    now = timezone.now()
    return file_complaint(
        path,
        now=now,
        customer=CustomerDetails(name="李雷"),
        voiced_at=now - timedelta(hours=hours_ago),
        assign=assign,
    )


def test_the_loads_say_who_is_late_and_who_is_away(bank: Bank) -> None:
    now = timezone.now()
    late, soon = complain(bank.east, hours_ago=30), complain(bank.east, hours_ago=22)
    head = bank.actor("east head")
    for opened in (late, soon):
        assign_case(case_id=opened.id, owner_id=bank.people["east one"], actor=head, now=now)
    set_absence(
        staff_id=bank.people["east one"],
        substitute_id=bank.people["east two"],
        starts_at=now - timedelta(minutes=1),
        ends_at=now + timedelta(days=1),
        actor=bank.actor("east one"),
        now=now,
    )
    first = workload.loads(actor=head, now=now)[0]
    assert (first.name, first.open, first.at_risk, first.overdue) == ("east one", 2, 1, 1)
    assert (first.away, first.stand_in) == (True, "east two")


def test_the_totals_count_what_nobody_owns(bank: Bank) -> None:
    complain(bank.east, hours_ago=30)
    complain(bank.east, hours_ago=22)
    page = signed_in(bank.actor("east head")).get(reverse("cases:desk"))
    assert [page.context[key] for key in ("open", "unowned", "at_risk", "overdue")] == [2, 2, 1, 1]


def test_several_cases_are_shown_first_and_then_handed_over_with_a_note(bank: Bank) -> None:
    opened = [complain(bank.east) for _ in range(3)]
    browser = signed_in(bank.actor("east head"))
    page = browser.get(reverse("cases:desk"))
    shown = [f"{case.id}:{case.revision}" for case in page.context["cases"]]
    assert len(shown) == 3
    form = {"case": shown, "owner": str(bank.people["east two"]), "note": "请今天回电"}
    preview = browser.post(reverse("cases:reassign"), form)
    assert len(preview.context["going"]) == 3
    assert not Case.objects.filter(owner__isnull=False).exists()
    Case.objects.filter(pk=opened[0].id).update(revision=9)  # a colleague changed it meanwhile
    done = browser.post(reverse("cases:reassign"), form | {"step": "do"})
    assert len(done.context["done"]) == 2
    assert [case.id for case, _why in done.context["refused"]] == [opened[0].id]
    assert Case.objects.filter(owner_id=bank.people["east two"]).count() == 2
    assert Message.objects.filter(kind=Message.Kind.NOTE).count() == 2


def test_cases_and_people_of_another_branch_stay_out_of_reach(bank: Bank) -> None:
    theirs = complain(bank.west)
    browser = signed_in(bank.actor("east head"))
    assert browser.get(reverse("cases:desk"), {"who": str(bank.people["west one"])}).status_code == 404
    form = {"case": [f"{theirs.id}:1"], "owner": str(bank.people["east two"]), "step": "do"}
    answer = browser.post(reverse("cases:reassign"), form)
    assert answer.context["going"] == []
    assert Case.objects.get(pk=theirs.id).owner_id is None


def test_a_note_for_whoever_takes_over_comes_with_the_case(bank: Bank) -> None:
    opened = complain(bank.east)
    browser = signed_in(bank.actor("east head"))
    form = {"owner": str(bank.people["east two"]), "note": "客户只在晚上接电话"}
    form["revision"] = str(Case.objects.get(pk=opened.id).revision)
    browser.post(reverse("cases:assign", args=[opened.number]), form)
    taken = Case.objects.get(pk=opened.id)
    assert taken.owner_id == bank.people["east two"]
    note = Message.objects.get(case=taken, kind=Message.Kind.NOTE)
    assert note.redacted == "客户只在晚上接电话"
