"""Several people on one case, two matters in one, whom it concerns, and who answers for it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.core.promises.public import promises_on
from yinuo.features.cases.models import Case, Complainant, Message
from yinuo.features.cases.operations.complainants import (
    CannotAddComplainant,
    add_complainant,
    remove_complainant,
)
from yinuo.features.cases.operations.split_case import CannotSplitCase, split_case
from yinuo.features.cases.public import (
    CannotResolveCase,
    OpenedCase,
    add_customer_message,
    assign_case,
    record_response,
    resolve_case,
)
from yinuo.features.cases.texts.messages import place_of
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM, deactivate_staff
from yinuo.platform.vault.public import unlock

pytestmark = pytest.mark.django_db
NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)
HOUR = timedelta(hours=1)
ANSWER = "我们核对了录音,当时的承诺属实,年费今天退回。"


def complain(path: str, *, now: datetime = NOW, assign: bool = True) -> OpenedCase:
    return file_complaint(path, now=now, assign=assign)


def add(opened: OpenedCase, name: str, part: str = "COMPLAINANT", proof: str = "") -> UUID:
    return add_complainant(
        case_id=opened.id,
        customer=CustomerDetails(name=name),
        part=part,
        proof=proof,
        actor=SYSTEM,
        now=NOW + HOUR,
    )


def test_people_join_and_leave_and_who_speaks_shows_why(bank: Bank) -> None:
    opened = complain(bank.east)
    first = add(opened, "韩梅梅")
    add(opened, "王律师", "REPRESENTATIVE", "LAWYER")
    for part, proof in (("REPRESENTATIVE", ""), ("HEIR", "NOTHING"), ("FRIEND", "LAWYER")):
        with pytest.raises(CannotAddComplainant):
            add(opened, "张三", part, proof)
    with pytest.raises(CannotAddComplainant):
        add(opened, " ")
    for number in range(4):
        add(opened, f"代理{number}", "REPRESENTATIVE", "SIGNED_LETTER")
    with pytest.raises(CannotAddComplainant):
        add(opened, "第六人", "REPRESENTATIVE", "SIGNED_LETTER")
    page = signed_in(bank.actor("chief")).get(reverse("cases:case", args=[opened.number])).content.decode()
    assert "共同投诉人" in page
    assert "律师委托书和执业证" in page
    assert "韩梅梅" not in page
    remove_complainant(case_id=opened.id, complainant_id=first, actor=SYSTEM, now=NOW + HOUR)
    with pytest.raises(CannotAddComplainant):
        remove_complainant(case_id=opened.id, complainant_id=first, actor=SYSTEM, now=NOW + HOUR)
    assert Complainant.objects.get(pk=first).until is not None
    actions = [record.action for record in records_of(f"case:{opened.id}")]
    assert actions.count("case.complainant_added") == 6
    assert "韩梅梅" not in str([record.facts for record in records_of(f"case:{opened.id}")])


def test_a_split_gives_the_second_matter_its_words_its_clocks_and_its_owner(bank: Bank) -> None:
    opened = complain(bank.east)
    add(opened, "韩梅梅")
    add_customer_message(
        token=opened.tracking_token, text="另外，手机银行扣费重复，我叫李雷", now=NOW + 3 * HOUR
    )
    second = Message.objects.get(case_id=opened.id, at=NOW + 3 * HOUR)
    before = promises_on(subjects=[f"case:{opened.id}"], now=NOW)[f"case:{opened.id}"]
    now = NOW + 30 * HOUR
    boss = bank.actor("east head")

    def split(*messages: UUID, subject: str = "手机银行重复扣费", revision: int | None = None) -> UUID:
        begun = split_case(
            case_id=opened.id, messages=messages, subject=subject, actor=boss, now=now, revision=revision
        )
        return begun.id

    for wrong in ((), (opened.id,)):
        with pytest.raises(CannotSplitCase):
            split(*wrong)
    with pytest.raises(CannotSplitCase):
        split(second.pk, subject=" ")
    child = Case.objects.get(pk=split(second.pk))
    assert (child.relation, child.parent_id, child.voiced_at) == ("SPLIT", opened.id, second.at)
    assert child.owner_id in (bank.people["east one"], bank.people["east two"])
    copied = child.messages.get()
    keys = unlock([child.customer_id])
    clear = keys.open(owner=child.customer_id, place=place_of(copied.pk), sealed=bytes(copied.sealed))
    assert "手机银行扣费重复" in clear
    assert (copied.at, "李雷" in copied.redacted) == (second.at, False)
    owed = promises_on(subjects=[f"case:{child.pk}"], now=now)[f"case:{child.pk}"]
    assert {one.due_at for one in owed if "first_response" in one.policy} == {second.at + 24 * HOUR}
    assert promises_on(subjects=[f"case:{opened.id}"], now=NOW)[f"case:{opened.id}"] == before
    assert child.complainants.count() == 1
    assert [one.action for one in records_of(f"case:{opened.id}")][-1] == "case.split"
    browser = signed_in(bank.actor("chief"))
    assert child.number in browser.get(reverse("cases:case", args=[opened.number])).content.decode()
    assert opened.number in browser.get(reverse("cases:case", args=[child.number])).content.decode()


def test_a_split_is_seen_before_it_is_done(bank: Bank) -> None:
    opened = complain(bank.east, now=timezone.now())
    message = Message.objects.get(case_id=opened.id)
    browser = signed_in(bank.actor("east head"))
    address = reverse("cases:split", args=[opened.number])
    assert "年费承诺没有兑现" in browser.get(address).content.decode()
    shown = browser.get(address, {"message": str(message.pk), "subject": "第二件"}).content.decode()
    assert "由规则选定" in shown
    assert Case.objects.count() == 1
    given = {"message": str(message.pk), "subject": "第二件", "revision": 7}
    assert browser.post(address, given).status_code == 409
    assert browser.post(address, given | {"revision": 1}).status_code == 302
    assert Case.objects.count() == 2
    assert signed_in(bank.actor("west head")).get(address).status_code == 404


def test_whom_it_concerns_gives_the_case_up_at_once(bank: Bank) -> None:
    opened = complain(bank.east, now=timezone.now())
    owner = "east one" if opened.owner_id == bank.people["east one"] else "east two"
    number = {"east one": "S000", "east two": "S001"}[owner]
    browser = signed_in(bank.actor("east head"))
    address = reverse("cases:change_people", args=[opened.number, "concern"])
    assert browser.post(address, {"staff": "nobody"}).status_code == 409
    page = browser.post(address, {"staff": number, "revision": 1}, follow=True).content.decode()
    case = Case.objects.get(pk=opened.id)
    assert case.owner_id not in (None, bank.people[owner])
    assert case.concerns == [bank.people[owner]]
    assert "涉及同事" in page
    assert "与其有关，未分配" in page
    owed = promises_on(subjects=[f"case:{case.pk}"], now=timezone.now())[f"case:{case.pk}"]
    assert len(owed) == 2


def test_a_case_without_owner_is_taken_on_its_page(bank: Bank) -> None:
    opened = complain(bank.east, now=timezone.now(), assign=False)
    browser = signed_in(bank.actor("east one"))
    assert "接手该工单" in browser.get(reverse("cases:case", args=[opened.number])).content.decode()
    claim = reverse("cases:change_people", args=[opened.number, "claim"])
    assert browser.post(claim, {"revision": 1}).status_code == 302
    assert Case.objects.get().owner_id == bank.people["east one"]
    assert signed_in(bank.actor("east two")).post(claim, {"revision": 2}).status_code == 409


def test_whoever_leaves_leaves_no_case_behind(bank: Bank) -> None:
    opened = complain(bank.east)
    assign_case(case_id=opened.id, owner_id=bank.people["east one"], actor=bank.actor("east head"), now=NOW)
    deactivate_staff(staff_id=bank.people["east one"], actor=SYSTEM, now=NOW + HOUR)
    case = Case.objects.get()
    assert case.owner_id == bank.people["east two"]
    chosen = records_of(f"case:{case.pk}")[-1]
    assert (chosen.action, chosen.facts["chosen"]["rule"]) == ("case.assigned", 2)


def test_resolving_says_who_answers_for_it(bank: Bank) -> None:
    opened = complain(bank.east, now=timezone.now() - HOUR)
    now = timezone.now()
    record_response(case_id=opened.id, text=ANSWER, actor=bank.actor("east head"), now=now)
    with pytest.raises(CannotResolveCase):
        resolve_case(case_id=opened.id, cause="C01", responsible="/MOON/", actor=SYSTEM, now=now)
    browser = signed_in(bank.actor("east head"))
    given = {"cause": "C01", "responsible": bank.west, "revision": 2}
    assert browser.post(reverse("cases:resolve", args=[opened.number]), given).status_code == 302
    assert Case.objects.get().responsible == bank.west
    assert records_of(f"case:{opened.id}")[-1].facts.get("reason") is None
    page = browser.get(reverse("cases:case", args=[opened.number])).content.decode()
    assert "责任机构" in page
    assert "城西支行" in page
