"""A customer asks on their page for a review by the superior unit, and sees what came of it."""

from datetime import timedelta

import pytest
from django.test import Client
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from yinuo.features.cases.models import Case
from yinuo.features.cases.public import OpenedCase, Source, record_response, resolve_case
from yinuo.platform.identity.public import SYSTEM

ANSWER = "我们核对了录音,当时的承诺属实,年费今天退回。"


@pytest.fixture
def case(bank: Bank) -> OpenedCase:
    return file_complaint(bank.east, now=timezone.now() - timedelta(hours=3), source=Source.WEB_FORM)


def decide(case_id: object) -> None:
    now = timezone.now()
    record_response(case_id=case_id, text=ANSWER, actor=SYSTEM, now=now)  # type: ignore[arg-type]
    resolve_case(case_id=case_id, cause="C01", actor=SYSTEM, now=now)  # type: ignore[arg-type]


def test_the_page_says_who_decides_and_by_when_and_shows_the_result(case: OpenedCase, client: Client) -> None:
    follow, review = f"/c/{case.tracking_token}/", f"/c/{case.tracking_token}/review/"
    assert review not in client.get(follow).content.decode()  # no decision yet
    decide(case.id)
    assert review in client.get(follow).content.decode()
    assert "总行" in client.get(review).content.decode()
    assert client.post(review, {"reason": " "}).status_code == 422
    asked = client.post(review, {"reason": "没有说明依据"})
    assert asked.status_code == 302
    assert client.get(asked["Location"]).status_code == 200  # the review has a page of its own
    found = Case.objects.get(parent_id=case.id)
    shown = client.get(follow).content.decode()
    assert found.number in shown
    assert review not in shown
    decide(found.pk)
    assert ANSWER in client.get(follow).content.decode()


def test_it_is_asked_for_once_and_only_with_the_key(case: OpenedCase, client: Client) -> None:
    review = f"/c/{case.tracking_token}/review/"
    assert client.post(review, {"reason": "没有说明依据"}).status_code == 409
    decide(case.id)
    client.post(review, {"reason": "没有说明依据"})
    assert client.post(review, {"reason": "没有说明依据"}).status_code == 409
    assert Case.objects.filter(parent_id=case.id).count() == 1
    assert client.get("/c/nothing/review/").status_code == 404
    assert client.post("/c/nothing/review/", {"reason": "没有说明依据"}).status_code == 404
