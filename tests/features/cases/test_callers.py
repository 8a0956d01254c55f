"""A call is taken down while talking: the customer is found by what they say, chosen, and not registered twice."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import make_staff, signed_in
from yinuo.core.customers.models import Customer, Detail
from yinuo.core.customers.public import CustomerDetails, register_customer
from yinuo.features.cases.models import Case
from yinuo.platform.audit.models import PendingEntry
from yinuo.platform.identity.public import SYSTEM, Role

PHONE = "13800138000"


def customer(path: str, name: str = "李雷", phone: str = PHONE) -> UUID:
    details = CustomerDetails(name=name, phone=phone)
    return register_customer(details=details, path=path, actor=SYSTEM, now=timezone.now()).id


@pytest.fixture
def clerk(bank: Bank) -> Client:
    return signed_in(make_staff(bank.actor("east head").node_id, Role.CLERK))


def search(browser: Client, text: str) -> str:
    answer = browser.post(reverse("cases:find_caller"), {"caller": text})
    assert answer.status_code == 200
    return answer.content.decode()


def take_down(browser: Client, **given: str) -> HttpResponse:
    form = {
        "kind": "COMPLAINT",
        "source": "HOTLINE",
        "level": "ORDINARY",
        "subject": "年费",
        "text": "扣错了",
    }
    return browser.post(reverse("cases:new"), form | given)


def test_a_family_with_one_phone_is_found_and_one_of_them_is_chosen(bank: Bank, clerk: Client) -> None:
    him, her = customer(bank.east), customer(bank.east, name="韩梅梅")
    found = search(clerk, PHONE)
    assert str(him) in found
    assert str(her) in found
    assert PHONE not in found, "what the search shows is masked"
    take_down(clerk, known_as=str(her), phone="13900139000")
    assert Case.objects.get().customer_id == her
    assert Detail.objects.filter(customer_id=her, kind="PHONE").count() == 2, "what was new is kept"
    assert Customer.objects.count() == 2


def test_what_is_open_already_is_shown_before_it_is_taken_down_again(bank: Bank, clerk: Client) -> None:
    who = customer(bank.east)
    opened = [
        file_complaint(
            bank.east, text="年费", subject=f"第{serial}件", customer=CustomerDetails(known_as=who)
        )
        for serial in range(4)
    ]
    found = search(clerk, PHONE)
    assert [case.number in found for case in opened] == [False, True, True, True]
    assert "第3件" in found


def test_nobody_is_found_beyond_ones_part_of_the_institution(bank: Bank, clerk: Client) -> None:
    theirs = customer(bank.west)
    assert str(theirs) not in search(clerk, PHONE)
    answer = take_down(clerk, known_as=str(theirs))
    assert answer.status_code == 422
    assert not Case.objects.exists()
    assert Detail.objects.filter(customer_id=theirs).count() == 2


@pytest.mark.parametrize("chosen", ["01a22dc9-e654-75d5-b400-1c16d6f356f7", "no id", "x" * 5000])
def test_a_choice_that_is_nobody_changes_nothing_and_loses_nothing(
    bank: Bank, clerk: Client, chosen: str
) -> None:
    answer = take_down(clerk, known_as=chosen)
    assert answer.status_code == 422
    assert "扣错了" in answer.content.decode()
    assert not Case.objects.exists()


def test_the_choice_is_still_there_when_the_form_comes_back(bank: Bank, clerk: Client) -> None:
    who = customer(bank.east)
    answer = take_down(clerk, known_as=str(who), text="")
    assert f'value="{who}" checked' in answer.content.decode()


def test_an_erased_record_cannot_be_chosen(bank: Bank, clerk: Client) -> None:
    who = customer(bank.east)
    Customer.objects.filter(pk=who).update(erased_at=timezone.now())
    assert take_down(clerk, known_as=str(who)).status_code == 422
    assert not Case.objects.exists()


def test_a_search_is_on_record_without_what_was_typed(bank: Bank, clerk: Client) -> None:
    customer(bank.east)
    search(clerk, PHONE)
    (body,) = PendingEntry.objects.filter(action="customer.searched").values_list("body", flat=True)
    assert PHONE[-8:].encode() not in bytes(body)
    search(clerk, "1")
    assert PendingEntry.objects.filter(action="customer.searched").count() == 1, "too short: nobody was asked"
