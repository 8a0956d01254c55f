"""What a case belongs to: a later round, a review, another case that it was merged into."""

from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from tests.bank import FOUNDED, Bank
from tests.complaints import file_complaint
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.core.promises.public import fire_due_alarms, promises_on
from yinuo.features.cases.models import Case, Link, State
from yinuo.features.cases.operations.assign_case import CannotAssignCase, assign_case
from yinuo.features.cases.operations.link_cases import CannotLinkCases, link_cases
from yinuo.features.cases.operations.merge_cases import (
    CannotMergeCases,
    merge_cases,
    preview_merge,
    undo_merge,
)
from yinuo.features.cases.operations.reopen_case import CannotReopenCase, reopen_as_customer, reopen_case
from yinuo.features.cases.operations.request_review import CannotRequestReview, request_review
from yinuo.features.cases.operations.withdraw_case import withdraw_case
from yinuo.features.cases.public import OpenedCase, Source, record_response, resolve_case
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM, Role, create_staff, staff_with_role

NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)
ANSWER = "我们核对了录音,当时的承诺属实,年费今天退回。"


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


def file(bank: Bank, *, name: str = "李雷", phone: str = "13812345678", at: float = 0) -> OpenedCase:
    return file_complaint(
        bank.east, now=hours(at), customer=CustomerDetails(name=name, phone=phone), source=Source.WEB_FORM
    )


def decide(case_id: UUID, *, at: float) -> None:
    record_response(case_id=case_id, text=ANSWER, actor=SYSTEM, now=hours(at))
    resolve_case(case_id=case_id, cause="C01", actor=SYSTEM, now=hours(at))


def states(case_id: UUID, *, at: float) -> dict[str, str]:
    subject = f"case:{case_id}"
    return {one.policy: one.state for one in promises_on(subjects=[subject], now=hours(at))[subject]}


def actions(case_id: UUID) -> list[str]:
    return [record.action for record in records_of(f"case:{case_id}")]


def reviewer(bank: Bank) -> UUID:
    head = staff_with_role(role=Role.EXECUTIVE)[0].node_id
    return create_staff(
        number="S900",
        name="head reviewer",
        node_id=head,
        roles=[Role.COMPLAINT_SPECIALIST],
        actor=SYSTEM,
        now=FOUNDED,
        with_password=False,
    ).id


def test_a_new_round_has_its_own_clocks_and_the_old_verdicts_stand(bank: Bank) -> None:
    opened = file(bank)
    decide(opened.id, at=30)
    before = states(opened.id, at=31)
    again = reopen_as_customer(token=opened.tracking_token, text="钱还没有到账", now=hours(100))
    round_two = Case.objects.get(pk=again.id)
    assert (round_two.parent_id, round_two.relation, round_two.round) == (opened.id, "ROUND", 2)
    assert round_two.owner_id == opened.owner_id
    assert states(opened.id, at=101) == before
    assert (
        before["complaint.first_response"] == "LATE"
        or before["complaint.first_response"] == "BROKEN"
        or (before["complaint.first_response"] == "FULFILLED_LATE")
    )
    assert states(again.id, at=101) == {
        "complaint.first_response": "RUNNING",
        "complaint.decision": "RUNNING",
    }
    found = find_tracked(token=again.tracking_token, now=hours(101))
    assert found is not None
    assert found.case.pk == again.id


def test_only_one_round_follows_another_and_only_what_has_ended(bank: Bank) -> None:
    opened = file(bank)
    with pytest.raises(CannotReopenCase):
        reopen_case(case_id=opened.id, text="钱还没有到账", actor=SYSTEM, now=hours(1))
    decide(opened.id, at=2)
    with pytest.raises(CannotReopenCase):
        reopen_case(case_id=opened.id, text=" ", actor=SYSTEM, now=hours(3))
    reopen_case(case_id=opened.id, text="钱还没有到账", actor=SYSTEM, now=hours(3))
    with pytest.raises(CannotReopenCase):
        reopen_case(case_id=opened.id, text="钱还没有到账", actor=SYSTEM, now=hours(4))


def test_a_review_goes_to_other_people_above_with_30_days(bank: Bank) -> None:
    above = reviewer(bank)
    opened = file(bank)
    decide(opened.id, at=2)
    asked = request_review(token=opened.tracking_token, reason="没有说明依据", now=hours(5))
    review = Case.objects.get(pk=asked.id)
    assert (review.relation, review.path, review.owner_id) == ("REVIEW", bank.head, above)
    assert states(asked.id, at=6) == {"complaint.review": "RUNNING"}
    assert opened.owner_id is not None
    with pytest.raises(CannotAssignCase):
        assign_case(case_id=asked.id, owner_id=opened.owner_id, actor=SYSTEM, now=hours(6))
    decide(asked.id, at=24 * 29)
    assert states(asked.id, at=24 * 29) == {"complaint.review": "KEPT"}
    with pytest.raises(CannotRequestReview):
        request_review(token=asked.tracking_token, reason="再核查", now=hours(24 * 29 + 1))


def test_whoever_once_had_the_case_above_does_not_review_it(bank: Bank) -> None:
    above = reviewer(bank)
    opened = file(bank)
    back = opened.owner_id
    assert back is not None
    for owner_id in (above, back):
        assign_case(case_id=opened.id, owner_id=owner_id, actor=SYSTEM, now=hours(1))
    decide(opened.id, at=2)
    asked = request_review(token=opened.tracking_token, reason="没有说明依据", now=hours(5))
    assert (asked.owner_id, Case.objects.get(pk=asked.id).path) == (None, bank.head)


def test_a_review_is_asked_for_within_30_days_and_once(bank: Bank) -> None:
    opened = file(bank)
    with pytest.raises(CannotRequestReview):
        request_review(token=opened.tracking_token, reason="没有说明依据", now=hours(1))
    decide(opened.id, at=2)
    with pytest.raises(CannotRequestReview):
        request_review(token=opened.tracking_token, reason="没有说明依据", now=hours(2 + 24 * 30 + 1))
    asked = request_review(case_id=opened.id, actor=SYSTEM, reason="没有说明依据", now=hours(2 + 24 * 30))
    assert asked.owner_id is None  # nobody above: a supervisor of the superior unit finds somebody
    with pytest.raises(CannotRequestReview):
        request_review(case_id=opened.id, actor=SYSTEM, reason="没有说明依据", now=hours(2 + 24 * 30))


def test_both_receipts_lead_to_one_case_and_nobody_is_woken_for_the_other(bank: Bank) -> None:
    first, second = file(bank), file(bank, at=2)
    preview = preview_merge(case_id=second.id, into=first.number, actor=SYSTEM, now=hours(3))
    assert preview is not None
    assert not preview.problem
    assert len(preview.withdrawn) == 2
    merge_cases(case_id=second.id, into=first.number, actor=SYSTEM, now=hours(3))
    assert set(states(second.id, at=4).values()) == {"WITHDRAWN"}
    for token in (first.tracking_token, second.tracking_token):
        found = find_tracked(token=token, now=hours(4))
        assert found is not None
        assert found.case.pk == first.id
    fire_due_alarms(now=hours(24 * 60))
    assert not {"promise.warned", "promise.broken"} & set(actions(second.id))
    assert "promise.broken" in actions(first.id)


def test_what_another_customer_said_is_never_merged(bank: Bank) -> None:
    first, second = file(bank), file(bank, name="韩梅梅", phone="13900000000")
    with pytest.raises(CannotMergeCases):
        merge_cases(case_id=second.id, into=first.number, actor=SYSTEM, now=hours(3))
    assert Case.objects.filter(state=State.MERGED).count() == 0
    link_cases(case_id=second.id, number=first.number, actor=SYSTEM, now=hours(3))
    assert Link.objects.count() == 1
    with pytest.raises(CannotLinkCases):
        link_cases(case_id=first.id, number=second.number, actor=SYSTEM, now=hours(3))


def test_what_waits_for_an_answer_still_gets_one_after_a_merge(bank: Bank) -> None:
    first = file(bank)
    record_response(case_id=first.id, text=ANSWER, actor=SYSTEM, now=hours(1))
    second = file(bank, at=2)
    merge_cases(case_id=second.id, into=first.number, actor=SYSTEM, now=hours(3), new_facts=True)
    subject = f"case:{first.id}"
    owed = [one for one in promises_on(subjects=[subject], now=hours(4))[subject] if one.is_open]
    assert {(one.policy, one.made_at) for one in owed} == {
        ("complaint.first_response", hours(2)),
        ("complaint.decision", hours(2)),
    }
    assert Case.objects.get(pk=first.id).state == State.OPEN


def test_a_merge_is_undone_until_something_new_happens(bank: Bank) -> None:
    first, second = file(bank), file(bank, at=2)
    merge_cases(case_id=second.id, into=first.number, actor=SYSTEM, now=hours(3))
    undo_merge(case_id=second.id, actor=SYSTEM, now=hours(4))
    assert Case.objects.get(pk=second.id).state == State.OPEN
    subject = f"case:{second.id}"
    owed = [one for one in promises_on(subjects=[subject], now=hours(5))[subject] if one.is_open]
    assert {one.made_at for one in owed} == {hours(2)}
    merge_cases(case_id=second.id, into=first.number, actor=SYSTEM, now=hours(6))
    record_response(case_id=first.id, text=ANSWER, actor=SYSTEM, now=hours(7))
    with pytest.raises(CannotMergeCases):
        undo_merge(case_id=second.id, actor=SYSTEM, now=hours(8))


def test_staff_withdraw_with_a_note(bank: Bank) -> None:
    opened = file(bank)
    withdraw_case(case_id=opened.id, actor=SYSTEM, now=hours(1), note="客户来电撤回")
    assert set(states(opened.id, at=2).values()) == {"WITHDRAWN"}
    assert Case.objects.get(pk=opened.id).messages.filter(kind="NOTE").count() == 1


def test_staff_merge_after_a_preview_and_undo_it(bank: Bank) -> None:
    first, second = file(bank), file(bank, at=2)
    browser = signed_in(bank.actor("east head"))
    page = browser.get(f"/cases/{second.number}/")
    assert f"into={first.number}" in page.content.decode()
    preview = browser.get(f"/cases/{second.number}/merge/?into={first.number}")
    assert first.number in preview.content.decode()
    done = browser.post(f"/cases/{second.number}/merge/", {"into": first.number, "revision": "1"})
    assert (done.status_code, done["Location"]) == (302, f"/cases/{first.number}/")
    refused = browser.post(f"/cases/{second.number}/merge/", {"into": first.number, "revision": "1"})
    assert refused.status_code == 409
    undone = browser.post(f"/cases/{second.number}/relate/undo-merge/")
    assert undone.status_code == 302
    assert browser.post(f"/cases/{second.number}/relate/nothing/").status_code == 404


def test_another_branch_sees_nothing_to_merge(bank: Bank) -> None:
    opened = file(bank)
    browser = signed_in(bank.actor("west head"))
    assert browser.get(f"/cases/{opened.number}/merge/").status_code == 404
    assert browser.post(f"/cases/{opened.number}/relate/withdraw/").status_code == 404
