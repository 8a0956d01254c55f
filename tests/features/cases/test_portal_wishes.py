"""What a customer chose on the web form reaches the specialist."""

from __future__ import annotations

import pytest
from django.test import Client
from django.urls import reverse

from tests.bank import Bank
from tests.features.cases.test_portal_pages import FILING
from tests.people import signed_in
from yinuo.features.cases.models import Case


@pytest.mark.django_db
def test_the_specialist_reads_how_the_customer_wishes_to_be_answered(bank: Bank) -> None:
    wishes = {**FILING, "preferred_time": "EVENING"}
    assert Client().post(reverse("portal:form"), wishes).status_code == 302
    desk = signed_in(bank.actor("chief"), Client(headers={"Accept-Language": "en"}))
    page = desk.get(reverse("cases:case", args=[Case.objects.get().number])).content.decode()
    assert "In the evening, 18 to 21" in page
