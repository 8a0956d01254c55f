"""What no text can hold is refused as unreadable, and is no fault of ours."""

from __future__ import annotations

from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse

from tests.bank import Bank
from tests.people import signed_in
from yinuo.features.cases.locking import CaseNotFound, lock_case
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import transaction


@pytest.mark.parametrize("address", ["/cases/all/?q=%00", "/cases/TS-%00/"])
def test_an_address_with_u0000_is_refused(bank: Bank, address: str) -> None:
    assert signed_in(bank.actor("east one")).get(address).status_code == 400


def test_words_of_a_visitor_with_u0000_are_refused(db: None) -> None:
    given = {"kind": "COMPLAINT", "text": "a\0b", "name": "x", "phone": "13812345678"}
    assert Client().post(reverse("portal:form"), given).status_code == 400


def test_who_belongs_nowhere_finds_no_case(db: None) -> None:
    with transaction(), pytest.raises(CaseNotFound):
        lock_case(case_id=UUID(int=1), actor=Actor(kind=ActorKind.CUSTOMER))
