"""The first walk through all floors: a complaint is filed, due, answered, kept or broken, resolved."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.bank import Bank
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.locking import CaseChangedMeanwhile, CaseNotFound
from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.operations.add_customer_message import CannotAddMessage, add_customer_message
from yinuo.features.cases.operations.assign_case import CannotAssignCase
from yinuo.features.cases.public import (
    CannotOpenCase,
    CannotRecordResponse,
    CannotResolveCase,
    CaseAnswered,
    Kind,
    OpenedCase,
    Source,
    add_note,
    assign_case,
    open_case,
    record_response,
    resolve_case,
)
from yinuo.features.cases.queries.case import CaseDetail, case_detail, tracked_case
from yinuo.features.cases.queries.counting import counts
from yinuo.features.cases.queries.filtering import VIEWS
from yinuo.features.cases.queries.queue import queue
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs import events
from yinuo.platform.jobs.public import subscribe
from yinuo.platform.vault.models import DataKey

NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)
ANSWER = "我们核对了录音,当时的承诺属实,年费今天退回。"


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


def file(text: str = "年费承诺没有兑现", **given: object) -> OpenedCase:
    asked: dict[str, object] = {
        "kind": Kind.COMPLAINT,
        "source": Source.WEB_FORM,
        "subject": "",
        "text": text,
        "customer": CustomerDetails(name="李雷", phone="13812345678"),
        "actor": SYSTEM,
        "now": NOW,
    }
    return open_case(**{**asked, **given})  # type: ignore[arg-type]


def detail(bank: Bank, opened: OpenedCase, now: datetime = NOW) -> CaseDetail:
    found = case_detail(number=opened.number, actor=bank.actor("chief"), now=now)
    assert found is not None
    return found


def test_a_complaint_gets_a_number_an_owner_and_a_24_hour_promise(bank: Bank) -> None:
    opened = file(path=bank.east)
    assert opened.number.startswith("TS-260302-")
    assert opened.owner_id in {bank.people["east one"], bank.people["east two"]}
    response = opened.promises[0]
    assert (response.policy, response.due_at) == ("complaint.first_response", hours(24))


def test_work_is_shared_evenly(bank: Bank) -> None:
    owners = [file(path=bank.east).owner_id for _ in range(4)]
    assert owners.count(bank.people["east one"]) == owners.count(bank.people["east two"]) == 2


def test_the_answer_keeps_the_promise_and_the_customer_sees_it(bank: Bank) -> None:
    opened = file()
    owner = bank.people["east one"]
    recorded = record_response(case_id=opened.id, text=ANSWER, actor=bank.actor("chief"), now=hours(5))
    assert owner is not None
    assert recorded.settled is not None
    assert recorded.settled.state == "KEPT"
    tracked = tracked_case(token=opened.tracking_token, now=hours(5))
    assert tracked is not None
    assert [message.text for message in tracked.messages] == ["年费承诺没有兑现", ANSWER]
    assert tracked.state == "ANSWERED"


def test_a_note_keeps_nothing_and_the_customer_never_sees_it(bank: Bank) -> None:
    opened = file()
    add_note(case_id=opened.id, text="请查 8 月 14 日录音", actor=bank.actor("chief"), now=hours(1))
    shown = detail(bank, opened)
    assert shown.promises[0].state == "RUNNING"
    assert [message.kind for message in shown.messages] == ["CUSTOMER", "NOTE"]
    theirs = tracked_case(token=opened.tracking_token, now=hours(1))
    assert theirs is not None
    assert [message.kind for message in theirs.messages] == ["CUSTOMER"]
    assert (
        "14 日" not in Client().get(reverse("portal:follow", args=[opened.tracking_token])).content.decode()
    )


def test_the_first_answer_is_the_one_that_counts_and_is_told_of_once(bank: Bank) -> None:
    opened = file()
    heard: list[CaseAnswered] = []
    subscribe(CaseAnswered, heard.append)
    try:
        for at in (3, 30):
            record_response(case_id=opened.id, text=ANSWER, actor=bank.actor("chief"), now=hours(at))
    finally:
        events._subscribers[CaseAnswered].remove(heard.append)
    assert Case.objects.get(pk=opened.id).answered_at == hours(3)
    assert [one.at for one in heard] == [hours(3)]


@pytest.mark.parametrize("text", ["", "已收到您的投诉。", "x" * 20_001])
def test_what_answers_nothing_is_refused_and_changes_nothing(bank: Bank, text: str) -> None:
    opened = file()
    with pytest.raises(CannotRecordResponse):
        record_response(case_id=opened.id, text=text, actor=bank.actor("chief"), now=hours(1))
    shown = detail(bank, opened)
    assert (shown.state, len(shown.messages), shown.revision) == ("OPEN", 1, 1)


def test_an_answer_counts_from_when_it_was_sent(bank: Bank) -> None:
    opened = file()
    recorded = record_response(
        case_id=opened.id, text=ANSWER, actor=bank.actor("chief"), now=hours(26), sent_at=hours(23.9)
    )
    assert recorded.settled is not None
    assert recorded.settled.state == "KEPT"


@pytest.mark.parametrize("sent", [-1, 30])
def test_an_answer_is_not_sent_before_the_question_or_in_the_future(bank: Bank, sent: float) -> None:
    opened = file()
    with pytest.raises(CannotRecordResponse, match="time"):
        record_response(
            case_id=opened.id, text=ANSWER, actor=bank.actor("chief"), now=hours(26), sent_at=hours(sent)
        )


def test_two_colleagues_do_not_overwrite_each_other(bank: Bank) -> None:
    opened = file()
    record_response(case_id=opened.id, text=ANSWER, actor=bank.actor("chief"), now=hours(1), revision=1)
    with pytest.raises(CaseChangedMeanwhile, match="kept"):
        record_response(case_id=opened.id, text=ANSWER, actor=bank.actor("chief"), now=hours(1), revision=1)
    assert Message.objects.filter(kind="REPLY").count() == 1


def test_another_branch_neither_sees_nor_touches_the_case(bank: Bank) -> None:
    opened = file(path=bank.east)
    stranger = bank.actor("west head")
    assert case_detail(number=opened.number, actor=stranger, now=NOW) is None
    assert queue(view="all", actor=stranger, now=NOW).rows == ()
    with pytest.raises(CaseNotFound):
        record_response(case_id=opened.id, text=ANSWER, actor=stranger, now=NOW)


def test_a_case_is_resolved_after_an_answer_and_with_a_cause(bank: Bank) -> None:
    opened = file()
    chief = bank.actor("chief")
    with pytest.raises(CannotResolveCase, match="Answer"):
        resolve_case(case_id=opened.id, cause="C07", actor=chief, now=hours(1))
    record_response(case_id=opened.id, text=ANSWER, actor=chief, now=hours(2))
    with pytest.raises(CannotResolveCase, match="cause"):
        resolve_case(case_id=opened.id, cause="", actor=chief, now=hours(2))
    resolve_case(case_id=opened.id, cause="C07", actor=chief, now=hours(3))
    assert [promise.state for promise in detail(bank, opened).promises] == ["KEPT", "KEPT"]
    with pytest.raises(CannotResolveCase, match="closed"):
        resolve_case(case_id=opened.id, cause="C07", actor=chief, now=hours(4))


def test_handing_over_moves_the_case_and_what_is_owed(bank: Bank) -> None:
    opened = file(path=bank.east)
    assign_case(case_id=opened.id, owner_id=bank.people["west one"], actor=bank.actor("chief"), now=hours(1))
    assert detail(bank, opened).owner_name == "west one"
    assert queue(view="mine", actor=bank.actor("west one"), now=NOW).rows[0].number == opened.number


def test_a_case_is_not_given_to_somebody_who_owns_none_or_beyond_reach(bank: Bank) -> None:
    opened = file(path=bank.east)
    with pytest.raises(CannotAssignCase, match="specialist"):
        assign_case(case_id=opened.id, owner_id=bank.people["chief"], actor=bank.actor("chief"), now=NOW)
    with pytest.raises(CannotAssignCase, match="another unit"):
        assign_case(
            case_id=opened.id, owner_id=bank.people["west one"], actor=bank.actor("east head"), now=NOW
        )


def test_the_customer_adds_words_until_the_case_is_closed(bank: Bank) -> None:
    opened = file()
    add_customer_message(token=opened.tracking_token, text="补充:卡号6222021234567890128", now=hours(1))
    assert detail(bank, opened).messages[-1].text == "补充:卡号[card]"
    record_response(case_id=opened.id, text=ANSWER, actor=bank.actor("chief"), now=hours(2))
    resolve_case(case_id=opened.id, cause="C07", actor=bank.actor("chief"), now=hours(3))
    with pytest.raises(CannotAddMessage, match="closed"):
        add_customer_message(token=opened.tracking_token, text="还有", now=hours(4))
    with pytest.raises(CaseNotFound):
        add_customer_message(token="wrong", text="还有", now=hours(4))


def test_names_and_numbers_stay_out_of_subject_and_stored_text(bank: Bank) -> None:
    opened = file(text="我是李雷,电话13812345678,年费多收", subject="李雷的年费")
    shown = detail(bank, opened)
    assert shown.subject == "[name]的年费"
    assert "李雷" not in shown.messages[0].text
    assert "[phone]" in shown.messages[0].text


@pytest.mark.parametrize(
    ("given", "says"),
    [({"text": "  "}, "describe"), ({"text": "x" * 20_001}, "20,000"), ({"voiced_at": hours(1)}, "future")],
)
def test_a_bad_filing_is_refused_and_leaves_nothing(bank: Bank, given: dict[str, object], says: str) -> None:
    with pytest.raises(CannotOpenCase, match=says):
        file(**given)
    assert not Case.objects.exists()
    assert not DataKey.objects.exists()


def test_queues_show_what_is_owed_soonest_first_and_page_without_gaps(bank: Bank) -> None:
    opened = [file(voiced_at=hours(-number)).number for number in range(7)]
    chief = bank.actor("chief")
    seen: list[str] = []
    after = None
    for _ in range(4):
        page = queue(view="team", actor=chief, now=NOW, after=after, limit=2)
        seen += [row.number for row in page.rows]
        after = page.after
    assert seen == list(reversed(opened))
    assert after is None


def test_counts_agree_with_the_views(bank: Bank) -> None:
    file()
    file(voiced_at=hours(-23))
    late = file(voiced_at=hours(-30))
    chief = bank.actor("chief")
    found = counts(actor=chief, now=NOW)
    assert (found["team"], found["at_risk"], found["overdue"], found["answered"]) == (3, 1, 1, 0)
    for view in VIEWS[:-1]:
        rows = queue(view=view, actor=chief, now=NOW).rows
        assert len(rows) == found[view.replace("-", "_")]
    record_response(case_id=late.id, text=ANSWER, actor=chief, now=NOW)
    assert counts(actor=chief, now=NOW)["answered"] == 1


def test_the_whole_walk_is_in_the_evidence(bank: Bank) -> None:
    opened = file()
    chief = bank.actor("chief")
    record_response(case_id=opened.id, text=ANSWER, actor=chief, now=hours(2))
    resolve_case(case_id=opened.id, cause="C07", actor=chief, now=hours(3))
    assert [record.action for record in detail(bank, opened).records] == [
        "case.opened",
        "promise.made",
        "promise.made",
        "case.response_sent",
        "promise.kept",
        "case.resolved",
        "promise.kept",
    ]
