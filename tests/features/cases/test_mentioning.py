"""A colleague who is named in a note is told; whoever may not read the case, or whom it is about, is not."""

from __future__ import annotations

from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import make_staff, signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import Case
from yinuo.features.cases.public import OpenedCase, add_note
from yinuo.platform.audit.models import PendingEntry
from yinuo.platform.identity.public import Actor, Role
from yinuo.platform.notices.models import Notice


def opened(bank: Bank) -> OpenedCase:
    return file_complaint(bank.east, customer=CustomerDetails(name="李雷"), assign=False)


def colleague(
    bank: Bank, place: str, name: str, number: str, role: Role = Role.COMPLAINT_SPECIALIST
) -> Actor:
    return make_staff(bank.actor(place).node_id, role, name=name, number=number)


def told(case: OpenedCase, text: str, author: Actor) -> set[object]:
    Notice.objects.all().delete()
    add_note(case_id=case.id, text=text, actor=author, now=timezone.now())
    return set(Notice.objects.filter(kind="case.named").values_list("recipient_id", flat=True))


def test_whoever_is_named_is_told_once(bank: Bank) -> None:
    case, author = opened(bank), bank.actor("east one")
    wang = colleague(bank, "east head", "王小", "W1")
    longer = colleague(bank, "east head", "王小明", "W2")
    assert told(case, "@王小明请看；@王小明 谢谢", author) == {longer.id}
    assert told(case, "@王小 和@王小明", author) == {wang.id, longer.id}
    assert told(case, "写信给 a@b.example，王小明不必", author) == set()
    assert told(case, "@王小 自己", wang) == set()


def test_two_of_one_name_are_told_apart_by_their_numbers(bank: Bank) -> None:
    case, author = opened(bank), bank.actor("east one")
    first = colleague(bank, "east head", "赵敏", "Z1")
    colleague(bank, "east head", "赵敏", "Z2")
    assert told(case, "@赵敏 Z1 请看", author) == {first.id}
    assert told(case, "@赵敏 请看", author) == set()


def test_nobody_is_told_of_a_case_that_they_may_not_read_or_that_is_about_them(bank: Bank) -> None:
    case, author = opened(bank), bank.actor("east one")
    colleague(bank, "west head", "西门", "X1")
    accused = colleague(bank, "east head", "涉事人", "A1")
    Case.objects.filter(pk=case.id).update(concerns=[accused.id])
    officer = colleague(bank, "east head", "安全官", "S1", role=Role.SECURITY_OFFICER)
    assert officer.id
    assert told(case, "@西门 @涉事人 @安全官", author) == set()


def test_the_evidence_names_ids_and_the_page_offers_names(bank: Bank) -> None:
    case = opened(bank)
    named = colleague(bank, "east head", "王小明", "W2")
    browser = signed_in(bank.actor("east one"))
    page = browser.get(reverse("cases:case", args=[case.number]), {"write": "note"}).content.decode()
    assert 'data-text="@王小明 "' in page
    browser.post(reverse("cases:note", args=[case.number]), {"text": "@王小明 请看"})
    (body,) = PendingEntry.objects.filter(action="case.note_added").values_list("body", flat=True)
    assert str(named.id).encode() in bytes(body)
    assert "王小明".encode() not in bytes(body)
