"""How a case gets its owner: explained on its page, never somebody it concerns, never nobody for long."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.counting import counted
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.core.promises.public import fire_due_alarms, promises_on
from yinuo.features.cases.models import Case
from yinuo.features.cases.operations.assign_case import CannotAssignCase
from yinuo.features.cases.public import Kind, OpenedCase, Source, assign_case, open_case, withdraw_case
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM, Actor, set_absence
from yinuo.platform.notices.models import Notice

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)


def complain(path: str, text: str = "年费承诺没有兑现", *, now: datetime = NOW, **more: bool) -> OpenedCase:
    return file_complaint(path, now=now, text=text, **more)


def away(bank: Bank, name: str, substitute: str, now: datetime = NOW) -> None:
    set_absence(
        staff_id=bank.people[name],
        substitute_id=bank.people[substitute],
        starts_at=now - timedelta(hours=1),
        ends_at=now + timedelta(days=1),
        actor=bank.actor(name),
        now=now - timedelta(hours=2),
    )


def state_of(opened: OpenedCase, now: datetime) -> str:
    (owed,) = promises_on(subjects=[f"ownership:{opened.id}"], now=now).values()
    return owed[0].state if owed else ""


def test_nobody_named_or_away_gets_it_and_the_page_says_why(bank: Bank) -> None:
    now = timezone.now()
    away(bank, "east two", "west one", now)
    opened = complain(bank.east, "East One 在柜台当面承诺减免", now=now)
    assert opened.owner_id == bank.people["west one"]
    case = Case.objects.get(pk=opened.id)
    assert (case.concerns, case.received_by) == ([bank.people["east one"]], bank.east)
    facts = records_of(f"case:{opened.id}")[0].facts
    assert facts["chosen"]["recused"] == [str(bank.people["east one"])]
    boss = bank.actor("chief")
    page = signed_in(boss).get(reverse("cases:case", args=[opened.number])).content.decode()
    for said in ("规则 2：收到投诉的机构，再逐级向上", "代替 east two", "与其有关，未分配：east one"):
        assert said in page, said
    with pytest.raises(CannotAssignCase):
        assign_case(case_id=opened.id, owner_id=bank.people["east one"], actor=boss, now=now)


def test_a_case_without_owner_calls_the_supervisor_until_somebody_has_it(bank: Bank) -> None:
    opened = complain(bank.east, assign=False)
    assert state_of(opened, NOW) == "RUNNING"
    fire_due_alarms(now=NOW + timedelta(minutes=4))
    fire_due_alarms(now=NOW + timedelta(minutes=16))
    told = Notice.objects.filter(kind__startswith="case.unowned").values_list("kind", "recipient_id")
    head = bank.people["east head"]
    assert sorted(told) == [("case.unowned", head), ("case.unowned_late", head)]
    boss = bank.actor("east head")
    assign_case(case_id=opened.id, owner_id=head, actor=boss, now=NOW + timedelta(minutes=20))
    assert state_of(opened, NOW + timedelta(minutes=21)) == "BROKEN"
    fire_due_alarms(now=NOW + timedelta(hours=3))
    assert Notice.objects.filter(kind__startswith="case.unowned").count() == 2

    quick = complain(bank.east, assign=False)
    assign_case(case_id=quick.id, owner_id=head, actor=boss, now=NOW + timedelta(minutes=2))
    assert state_of(quick, NOW + timedelta(minutes=21)) == "KEPT"
    ended = complain(bank.east, assign=False)
    withdraw_case(case_id=ended.id, actor=SYSTEM, now=NOW + timedelta(minutes=2))
    assert state_of(ended, NOW + timedelta(minutes=21)) == "WITHDRAWN"
    assert state_of(complain(bank.east), NOW) == ""


def test_customers_do_not_see_the_promise_of_an_owner(bank: Bank) -> None:
    opened = complain(bank.east, assign=False)
    assert {one.policy for one in opened.promises} == {"complaint.first_response", "complaint.decision"}
    assert len(promises_on(subjects=[f"case:{opened.id}"], now=NOW)[f"case:{opened.id}"]) == 2


def test_choosing_asks_three_queries_however_many_people_there_are(bank: Bank) -> None:
    complain(bank.east)
    with counted() as asked:
        complain(bank.east)
    texts = [query["sql"] or "" for query in asked.captured_queries]
    once = ("identity_rosteredition", "cases_ownerrules", "cases_teammember", "count(*) FROM cases_case")
    assert [sum(part in text for text in texts) for part in once] == [1, 1, 1, 1]
    assert not any('FROM "identity_staff"' in text for text in texts), "the people are known"


def test_an_actor_of_the_own_unit_is_no_exception(bank: Bank) -> None:
    specialist: Actor = bank.actor("east one")
    opened = open_case(
        kind=Kind.CONSULTATION,
        source=Source.COUNTER,
        subject="",
        text="请问如何调整额度，不要再找 east two",
        customer=CustomerDetails(name="韩梅梅"),
        actor=specialist,
        now=NOW,
        path=bank.east,
        concerns=[specialist.id] if specialist.id else [],
    )
    assert opened.owner_id in (bank.people["west one"], bank.people["west two"])
