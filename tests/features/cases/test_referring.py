"""What is not ours is handed on or declined, with a reason, and the customer is told."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client

from tests.bank import Bank
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.core.promises.public import promises_on
from yinuo.features.cases.locking import CaseChangedMeanwhile
from yinuo.features.cases.models import Case
from yinuo.features.cases.operations.give_task import give_task
from yinuo.features.cases.operations.refer_case import CannotReferCase, refer_case
from yinuo.features.cases.public import (
    Kind,
    OpenedCase,
    Source,
    open_case,
    record_response,
    request_review,
    resolve_case,
)
from yinuo.features.cases.queries.to_do import my_tasks
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM

NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)
WHY = "这笔贷款由另一家银行发放,我行没有您的合同。"


def hours(count: float) -> datetime:
    return NOW + timedelta(hours=count)


def file(bank: Bank, *, kind: Kind = Kind.COMPLAINT) -> OpenedCase:
    return open_case(
        kind=kind,
        source=Source.WEB_FORM,
        subject="年费",
        text="贷款利率与合同不一致",
        customer=CustomerDetails(name="李雷", phone="13812345678"),
        actor=SYSTEM,
        now=NOW,
        path=bank.east,
    )


def states(opened: OpenedCase, *, at: float) -> dict[str, str]:
    subject = f"case:{opened.id}"
    return {one.policy: one.state for one in promises_on(subjects=[subject], now=hours(at))[subject]}


def test_a_matter_of_another_house_is_handed_on_and_the_customer_reads_where_to(
    bank: Bank, client: Client
) -> None:
    opened = file(bank)
    task = give_task(case_id=opened.id, what="请查合同", path=bank.west, actor=SYSTEM, now=NOW)
    assert [one.id for one in my_tasks(actor=bank.actor("west one"), now=NOW)] == [task]
    refer_case(case_id=opened.id, choice="to:REGULATOR", explanation=WHY, actor=SYSTEM, now=hours(2))
    case = Case.objects.get(pk=opened.id)
    assert (case.state, case.attention_at) == ("REFERRED", None)
    assert states(opened, at=3) == {"complaint.first_response": "KEPT", "complaint.decision": "WITHDRAWN"}
    page = client.get(f"/c/{opened.tracking_token}/").content.decode()
    assert "12378" in page
    assert WHY in page
    assert my_tasks(actor=bank.actor("west one"), now=hours(2)) == ()
    assert "case.referred" in [record.action for record in records_of(f"case:{opened.id}")]


def test_what_is_handed_on_late_was_late(bank: Bank) -> None:
    opened = file(bank)
    refer_case(case_id=opened.id, choice="to:COURT", explanation=WHY, actor=SYSTEM, now=hours(30))
    assert states(opened, at=31)["complaint.first_response"] not in ("KEPT", "WITHDRAWN", "RUNNING")


def test_a_filing_without_standing_is_declined_with_the_reason(bank: Bank) -> None:
    opened = file(bank)
    refer_case(case_id=opened.id, choice="why:NO_STANDING", explanation=WHY, actor=SYSTEM, now=hours(1))
    assert Case.objects.get(pk=opened.id).state == "DECLINED"
    with pytest.raises(CannotReferCase):
        refer_case(case_id=opened.id, choice="why:NO_STANDING", explanation=WHY, actor=SYSTEM, now=hours(1))


def test_a_report_of_illegality_is_registered_and_handed_on(bank: Bank) -> None:
    opened = file(bank, kind=Kind.REPORT)
    refer_case(case_id=opened.id, choice="to:DISCIPLINE", explanation=WHY, actor=SYSTEM, now=hours(1))
    assert (Case.objects.get(pk=opened.id).state, states(opened, at=2)) == ("REFERRED", {})


def test_a_review_is_decided_here(bank: Bank) -> None:
    opened = file(bank)
    record_response(case_id=opened.id, text="已核实，费用按章程收取。", actor=SYSTEM, now=hours(1))
    resolve_case(case_id=opened.id, cause="C07", actor=SYSTEM, now=hours(2))
    review = request_review(token=opened.tracking_token, reason="不接受", now=hours(3))
    with pytest.raises(CannotReferCase):
        refer_case(case_id=review.id, choice="to:POLICE", explanation=WHY, actor=SYSTEM, now=hours(4))
    assert Case.objects.get(pk=review.id).state == "OPEN"


@pytest.mark.parametrize("choice", ["", "to:", "to:MOON", "why:", "why:LAZY", "NO_STANDING"])
def test_nothing_is_handed_on_to_nowhere(bank: Bank, choice: str) -> None:
    opened = file(bank)
    with pytest.raises(CannotReferCase):
        refer_case(case_id=opened.id, choice=choice, explanation=WHY, actor=SYSTEM, now=hours(1))
    with pytest.raises(CannotReferCase):
        refer_case(case_id=opened.id, choice="to:POLICE", explanation=" ", actor=SYSTEM, now=hours(1))
    assert states(opened, at=2) == {"complaint.first_response": "RUNNING", "complaint.decision": "RUNNING"}


def test_the_page_refuses_what_changed_meanwhile(bank: Bank) -> None:
    opened = file(bank)
    browser, sent = signed_in(bank.actor("east head")), {"choice": "to:POLICE", "text": WHY}
    assert browser.post(f"/cases/{opened.number}/refer/", sent | {"revision": "99"}).status_code == 409
    with pytest.raises(CaseChangedMeanwhile):
        refer_case(
            case_id=opened.id, choice="to:POLICE", explanation=WHY, actor=SYSTEM, now=hours(1), revision=99
        )
    assert "refer-choice" in browser.get(f"/cases/{opened.number}/").content.decode()
    assert browser.post(f"/cases/{opened.number}/refer/", sent | {"revision": "1"}).status_code == 302
    stranger = signed_in(bank.actor("west head"), Client())
    assert stranger.post(f"/cases/{opened.number}/refer/", sent).status_code == 404
