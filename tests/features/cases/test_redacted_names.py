"""A customer's name stands in no text that is kept in clear, whoever typed it."""

from __future__ import annotations

from datetime import UTC, datetime

from tests.bank import Bank
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import Case, Message
from yinuo.features.cases.operations.add_customer_message import add_customer_message
from yinuo.features.cases.public import Kind, OpenedCase, Source, add_note, open_case, record_response
from yinuo.platform.identity.public import SYSTEM

NOW = datetime(2026, 3, 2, 3, 2, tzinfo=UTC)


def complain(customer: CustomerDetails, text: str) -> OpenedCase:
    return open_case(
        kind=Kind.COMPLAINT,
        source=Source.HOTLINE,
        subject=text,
        text=text,
        customer=customer,
        actor=SYSTEM,
        now=NOW,
    )


def test_a_name_in_an_answer_a_note_or_a_later_message_is_taken_out(bank: Bank) -> None:
    opened = complain(CustomerDetails(name="欧阳震华", phone="13812345678"), "年费承诺没有兑现")
    add_note(case_id=opened.id, text="欧阳震华来过柜台", actor=SYSTEM, now=NOW)
    add_customer_message(token=opened.tracking_token, text="我是欧阳震华,请回电", now=NOW)
    record_response(case_id=opened.id, text="尊敬的欧阳震华:年费今天退回。", actor=SYSTEM, now=NOW)
    texts = list(Message.objects.values_list("redacted", flat=True))
    assert [text.count("[name]") for text in texts] == [0, 1, 1, 1]
    assert all("欧阳" not in text for text in texts)


def test_the_name_that_we_know_is_taken_out_when_only_a_number_was_given(bank: Bank) -> None:
    complain(CustomerDetails(name="欧阳震华", number="C0099887766"), "年费")
    opened = complain(CustomerDetails(number="C0099887766"), "欧阳震华的年费")
    assert Case.objects.get(pk=opened.id).subject == "[name]的年费"
    assert "欧阳震华" not in Message.objects.get(case_id=opened.id).redacted
