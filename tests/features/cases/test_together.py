"""Several people with one matter: each has a page of their own; none sees the others' lives. Files go to their part."""

from __future__ import annotations

import re
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import Case, Complainant, Message
from yinuo.features.cases.operations.add_customer_message import CannotAddMessage
from yinuo.features.cases.operations.complainants import (
    CannotAddComplainant,
    add_complainant,
    give_link,
    remove_complainant,
)
from yinuo.features.cases.operations.reopen_case import reopen_as_customer
from yinuo.features.cases.operations.split_case import split_case
from yinuo.features.cases.operations.visits import begin_visit, end_visit, open_matter
from yinuo.features.cases.operations.withdraw_case import (
    CannotWithdrawCase,
    withdraw_as_customer,
    withdraw_case,
)
from yinuo.features.cases.public import (
    CannotRequestReview,
    OpenedCase,
    Source,
    add_customer_message,
    record_response,
    request_review,
    resolve_case,
)
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.platform.audit.public import records_of
from yinuo.platform.files.public import files_of
from yinuo.platform.identity.public import SYSTEM

ANSWER = "两位反映的年费，我们今天退回。"


@pytest.fixture
def case(bank: Bank) -> OpenedCase:
    return file_complaint(
        bank.east, text="李雷的卡，年费承诺没有兑现，电话13812345678", source=Source.WEB_FORM
    )


def joined(
    case: OpenedCase, name: str, part: str = "COMPLAINANT", proof: str = "", **more: bool
) -> tuple[UUID, str]:
    """A further person, and the token of their page."""
    now = timezone.now()
    person = add_complainant(
        case_id=case.id,
        customer=CustomerDetails(name=name, phone="13900001111" if name == "韩梅梅" else ""),
        part=part,
        proof=proof,
        actor=SYSTEM,
        now=now,
        **more,
    )
    return person, give_link(case_id=case.id, complainant_id=person, actor=SYSTEM, now=now)


def page(token: str) -> str:
    return Client().get(reverse("portal:follow", args=[token])).content.decode()


def said(token: str, text: str) -> None:
    add_customer_message(token=token, text=text, now=timezone.now())


def state(case: OpenedCase) -> str:
    return str(Case.objects.get(pk=case.id).state)


def test_each_reads_what_is_theirs_and_everybody_reads_our_answer(case: OpenedCase) -> None:
    _person, hers = joined(case, "韩梅梅")
    _lawyer, speaks = joined(case, "王律师", "REPRESENTATIVE", "LAWYER")
    said(case.tracking_token, "第一位客户的话")
    said(hers, "我是韩梅梅，我也被收了费，电话13900001111")
    said(speaks, "代理人的话")
    record_response(case_id=case.id, text=ANSWER, actor=SYSTEM, now=timezone.now())
    first, second, third = (page(token) for token in (case.tracking_token, hers, speaks))
    assert all(ANSWER in one for one in (first, second, third))
    assert "第一位客户的话" in first
    assert "第一位客户的话" in third
    assert "第一位客户的话" not in second
    assert "我也被收了费" in second
    assert "我也被收了费" not in first + third
    assert "代理人的话" in first
    assert "代理人的话" not in second
    for one in (first, second, third):
        assert not re.search("13812345678|13900001111|李雷|韩梅梅|王律师", one)
    redacted = Message.objects.get(redacted__contains="我也被收了费").redacted
    assert "韩梅梅" not in redacted
    assert "13900001111" not in redacted


def test_a_page_is_opened_by_its_own_key_alone_and_a_new_link_ends_the_old(case: OpenedCase) -> None:
    person, token = joined(case, "韩梅梅")
    now = timezone.now()
    again = give_link(case_id=case.id, complainant_id=person, actor=SYSTEM, now=now)
    assert Client().get(reverse("portal:follow", args=[token])).status_code == 404
    assert Client().get(reverse("portal:receipt", args=[again])).status_code in (200, 503)
    found = find_tracked(token=again, now=now)
    assert found is not None
    assert (found.case.pk, found.person and found.person.pk) == (case.id, person)
    remove_complainant(case_id=case.id, complainant_id=person, actor=SYSTEM, now=now)
    assert Client().get(reverse("portal:follow", args=[again])).status_code == 404
    assert all(again not in str(one.facts) for one in records_of(f"case:{case.id}"))


def test_the_link_is_shown_once_to_staff(bank: Bank, case: OpenedCase) -> None:
    browser = signed_in(bank.actor("east head"))
    people = reverse("cases:change_people", args=[case.number, "add"])
    shown = browser.post(people, {"name": "韩梅梅", "part": "COMPLAINANT"})
    link = shown.context["link"]
    assert "no-store" in shown.headers["Cache-Control"]
    assert Client().get(link).status_code == 200
    assert link not in browser.get(reverse("cases:case", args=[case.number])).content.decode()
    assert browser.post(people, {"name": "", "part": "COMPLAINANT"}).status_code == 409
    stranger = signed_in(bank.actor("west head"))
    assert stranger.post(people, {"name": "张三", "part": "COMPLAINANT"}).status_code == 404


def test_one_steps_back_and_the_others_go_on_until_the_last(case: OpenedCase) -> None:
    _person, hers = joined(case, "韩梅梅")
    _lawyer, speaks = joined(case, "王律师", "REPRESENTATIVE", "LAWYER")
    now = timezone.now()
    with pytest.raises(CannotWithdrawCase):
        withdraw_as_customer(token=speaks, now=now)
    assert not withdraw_as_customer(token=case.tracking_token, now=now)
    assert state(case) == "OPEN"
    assert 'id="add"' not in page(case.tracking_token)
    assert 'id="add"' in page(hers)
    with pytest.raises(CannotWithdrawCase):
        withdraw_as_customer(token=case.tracking_token, now=now)
    with pytest.raises(CannotAddComplainant):
        remove_complainant(case_id=case.id, complainant_id=_person, actor=SYSTEM, now=now)
    assert withdraw_as_customer(token=hers, now=now)
    assert state(case) == "WITHDRAWN"
    actions = [one.action for one in records_of(f"case:{case.id}")]
    assert (actions.count("case.stepped_back"), actions.count("case.withdrawn")) == (1, 1)


def test_whoever_withdrew_says_no_more_and_asks_for_no_review_while_the_other_goes_on(
    case: OpenedCase,
) -> None:
    _person, hers = joined(case, "韩梅梅")
    now = timezone.now()
    assert not withdraw_as_customer(token=case.tracking_token, now=now)
    with pytest.raises(CannotAddMessage):
        said(case.tracking_token, "我还有话说")
    sent = {"text": "", "attachments": SimpleUploadedFile("late.txt", b"proof\n")}
    refused = Client().post(reverse("portal:add", args=[case.tracking_token]), sent)
    assert (refused.status_code, files_of(subject=f"case:{case.id}")) == (409, ())
    said(hers, "我的还没有退")
    record_response(case_id=case.id, text=ANSWER, actor=SYSTEM, now=now)
    resolve_case(case_id=case.id, cause="C07", actor=SYSTEM, now=now)
    with pytest.raises(CannotRequestReview):
        request_review(token=case.tracking_token, reason="不接受", now=now)
    assert request_review(token=hers, reason="没有说明依据", now=now).number


def test_a_representative_whose_authority_names_it_withdraws_for_all(case: OpenedCase) -> None:
    joined(case, "韩梅梅")
    _lawyer, speaks = joined(case, "王律师", "REPRESENTATIVE", "LAWYER", may_withdraw=True)
    assert withdraw_as_customer(token=speaks, now=timezone.now())
    assert state(case) == "WITHDRAWN"


def test_an_authority_to_withdraw_is_a_representative_s_alone(case: OpenedCase) -> None:
    person, _hers = joined(case, "韩梅梅", may_withdraw=True)
    assert not Complainant.objects.get(pk=person).may_withdraw


def test_staff_withdraw_for_one_or_for_everybody(case: OpenedCase) -> None:
    joined(case, "韩梅梅")
    now = timezone.now()
    assert not withdraw_case(case_id=case.id, note="电话里说的", actor=SYSTEM, now=now)
    with pytest.raises(CannotWithdrawCase):
        withdraw_case(case_id=case.id, actor=SYSTEM, now=now)
    assert state(case) == "OPEN"
    assert withdraw_case(case_id=case.id, everybody=True, actor=SYSTEM, now=now)
    assert state(case) == "WITHDRAWN"


def test_whoever_also_complains_does_not_rate_and_a_new_round_leads_to_their_own_page(
    case: OpenedCase,
) -> None:
    _person, hers = joined(case, "韩梅梅")
    now = timezone.now()
    record_response(case_id=case.id, text=ANSWER, actor=SYSTEM, now=now)
    assert Client().post(reverse("portal:rate", args=[hers]), {"score": "1"}).status_code == 409
    withdraw_case(case_id=case.id, everybody=True, actor=SYSTEM, now=now)
    begun = reopen_as_customer(token=hers, text="还是没有退", now=now)
    found = find_tracked(token=begun.tracking_token, now=now)
    assert found is not None
    assert found.person is not None
    assert found.person.part == "COMPLAINANT"
    assert "还是没有退" in page(begun.tracking_token)


def test_signed_in_they_come_to_their_own_view_and_leaving_closes_it(case: OpenedCase) -> None:
    person, _token = joined(case, "韩梅梅")
    now = timezone.now()
    customer = Complainant.objects.get(pk=person).customer_id
    visit = begin_visit(customer_id=customer, by="code", now=now)
    token = open_matter(customer_id=customer, number=case.number, now=now)
    found = find_tracked(token=token, now=now)
    assert found is not None
    assert found.person is not None
    assert case.number in _matters(visit.secret)
    end_visit(secret=visit.secret, now=now)
    assert find_tracked(token=token, now=now) is None


def _matters(secret: str) -> str:
    browser = Client()
    browser.cookies["yinuo_customer"] = secret
    return browser.get(reverse("portal:matters")).content.decode()


def test_files_of_one_are_not_the_others_and_staff_see_all(bank: Bank, case: OpenedCase) -> None:
    _person, hers = joined(case, "韩梅梅")
    for token, name in ((case.tracking_token, "first.txt"), (hers, "hers.txt")):
        sent = {"text": "", "attachments": SimpleUploadedFile(name, b"proof\n")}
        assert Client().post(reverse("portal:add", args=[token]), sent).status_code == 302
    first, second = files_of(subject=f"case:{case.id}")
    for token, mine, other in ((case.tracking_token, first, second), (hers, second, first)):
        assert Client().get(reverse("portal:file", args=[token, mine.id])).status_code == 200
        assert Client().get(reverse("portal:file", args=[token, other.id])).status_code == 404
        assert str(other.id) not in page(token)
    shown = signed_in(bank.actor("east head")).get(reverse("cases:case", args=[case.number])).content.decode()
    assert all(reverse("files:file", args=[one.id]) in shown for one in (first, second))


def test_after_a_split_files_move_or_are_copied_with_evidence(bank: Bank, case: OpenedCase) -> None:
    browser = signed_in(bank.actor("east head"))
    attached = browser.post(
        reverse("cases:attach", args=[case.number]),
        {"files": [SimpleUploadedFile(f"{name}.txt", name.encode()) for name in ("stays", "moves", "both")]},
    )
    assert attached.status_code == 302
    assert browser.post(reverse("cases:attach", args=[case.number])).status_code == 409
    (word,) = Message.objects.filter(case_id=case.id)
    begun = split_case(case_id=case.id, messages=[word.pk], subject="贷款", actor=SYSTEM, now=timezone.now())
    _stays, moves, both = files_of(subject=f"case:{case.id}")
    address = reverse("cases:sort_files", args=[case.number])
    assert browser.post(address, {"other": begun.number}).status_code == 409
    assert browser.post(address, {"other": "TS-1", f"file-{moves.id}": "move"}).status_code == 409
    choices = {"other": begun.number, f"file-{moves.id}": "move", f"file-{both.id}": "copy"}
    assert browser.post(address, choices).status_code == 302
    assert [one.id for one in files_of(subject=f"case:{case.id}")] == [_stays.id, both.id]
    there = files_of(subject=f"case:{begun.id}")
    assert {one.id for one in there} >= {moves.id}
    assert len(there) == 2
    copy = next(one for one in there if one.id != moves.id)
    assert b"".join(browser.get(reverse("files:file", args=[copy.id]))) == b"both"
    here = [one.action for one in records_of(f"case:{case.id}")]
    other = [one.action for one in records_of(f"case:{begun.id}")]
    assert {"file.moved_away", "file.copied_out"} <= set(here)
    assert {"file.moved_in", "file.copied_in"} <= set(other)
