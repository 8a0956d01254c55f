"""Whoever opens a case sees who else has it open, and who is writing."""

from __future__ import annotations

from datetime import timedelta

from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.features.cases.test_queue import opened
from tests.people import signed_in
from yinuo.features.cases.models import Presence
from yinuo.features.cases.presence import FORGOTTEN, LASTS, come_by, others_here


def test_colleagues_on_one_case_see_each_other_by_name_alone(bank: Bank) -> None:
    case, other = opened(bank.east), opened(bank.east)
    one, two = signed_in(bank.actor("east one")), signed_in(bank.actor("east two"))
    address = reverse("cases:here", args=[case.number])
    assert "east" not in one.post(address).content.decode()
    assert "east one" in two.post(address, {"writing": "1"}).content.decode()
    page = one.get(reverse("cases:case", args=[case.number]))
    assert [(here.name, here.is_writing) for here in page.context["here"]] == [("east two", True)]
    assert one.get(reverse("cases:case", args=[other.number])).context["here"] == ()
    assert one.get(address).status_code == 405


def test_whoever_left_is_soon_not_named_any_more_and_then_forgotten(bank: Bank) -> None:
    case, other = opened(bank.east), opened(bank.east)
    now, one, two = timezone.now(), bank.actor("east one"), bank.actor("east two")
    come_by(case_id=case.id, actor=one, now=now)
    come_by(case_id=case.id, actor=one, now=now, is_writing=True)
    assert len(others_here(case_id=case.id, actor=two, now=now)) == 1
    assert others_here(case_id=case.id, actor=two, now=now + LASTS) == ()
    come_by(case_id=other.id, actor=one, now=now + FORGOTTEN + timedelta(seconds=1))
    assert list(Presence.objects.values_list("case_id", flat=True)) == [other.id]
