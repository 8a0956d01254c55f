"""A letter of weight is written by one person and released by another, who decides on exactly that PDF."""

from __future__ import annotations

from datetime import timedelta
from decimal import Decimal
from uuid import UUID

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.letters.delivering import CannotRecordDelivery, record_delivery
from yinuo.features.cases.letters.issuing import LetterWords, issue_letter
from yinuo.features.cases.letters.queries import LetterView, letters_of
from yinuo.features.cases.models import Kind, Letter, Level, Source
from yinuo.features.cases.operations.propose import propose
from yinuo.features.cases.public import OpenedCase, open_case, record_response, withdraw_case
from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.public import CannotDecide, CannotRequestApproval, decide, waiting_for
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM

WORDS = LetterWords(found="经核实，系统重复扣费五元。", decided="全额退还并致歉。", basis="合同第三条")
NOW = timezone.now()


def complaint(bank: Bank, *, level: Level = Level.MAJOR, source: Source = Source.HOTLINE) -> OpenedCase:
    opened = open_case(
        kind=Kind.COMPLAINT,
        source=source,
        subject="重复扣费",
        text="转账一次扣了两次费。",
        customer=CustomerDetails(name="李雷", phone="13812345678"),
        path=bank.east,
        level=level,
        actor=SYSTEM,
        now=NOW - timedelta(days=2),
    )
    record_response(
        case_id=opened.id, text="已核实并退回，请查收。", actor=SYSTEM, now=NOW - timedelta(days=1)
    )
    return opened


def write(bank: Bank, case: OpenedCase, *, who: str = "east one", why: str = "请复核后签发") -> LetterView:
    written = issue_letter(case_id=case.id, words=WORDS, actor=bank.actor(who), now=NOW, why=why)
    return next(one for one in letters_of(case_id=case.id) if one.id == written)


def request_of(letter: LetterView) -> UUID:
    assert letter.approval_id is not None
    return letter.approval_id


def state_of(letter: LetterView) -> str:
    return Letter.objects.get(pk=letter.id).state


def found_by_customer(case: OpenedCase, letter: LetterView) -> int:
    address = reverse("portal:file", args=[case.tracking_token, letter.file_id])
    return Client().get(address).status_code


def test_an_ordinary_letter_is_issued_alone(bank: Bank) -> None:
    letter = write(bank, complaint(bank, level=Level.ORDINARY), why="")
    assert (letter.state, letter.approval_id) == ("ISSUED", None)


@pytest.mark.parametrize(
    "given", [{"level": Level.MAJOR}, {"level": Level.ORDINARY, "source": Source.REGULATOR}]
)
def test_what_the_rules_name_waits_and_the_customer_sees_nothing(
    bank: Bank, given: dict[str, object]
) -> None:
    case = complaint(bank, **given)  # type: ignore[arg-type]
    letter = write(bank, case)
    assert letter.state == "WAITING"
    assert found_by_customer(case, letter) == 404
    with pytest.raises(CannotRecordDelivery):
        record_delivery(
            case_id=case.id,
            letter_id=letter.id,
            way="POSTED",
            outcome="UNDER_WAY",
            at=NOW,
            proof="EMS XA1",
            actor=SYSTEM,
            now=NOW,
        )
    decide(
        approval_id=request_of(letter), decision="GRANT", actor=bank.actor("east head"), now=timezone.now()
    )
    assert state_of(letter) == "ISSUED"
    assert found_by_customer(case, letter) == 200
    (issued,) = (one for one in records_of(f"case:{case.id}") if one.action == "case.letter_issued")
    assert issued.facts["sha256"] == letter.digest


def test_more_compensation_than_one_may_offer_needs_a_second_person_who_may(bank: Bank) -> None:
    case = complaint(bank, level=Level.ORDINARY)
    for amount, waits in (("500.00", False), ("30000.00", True)):
        propose(
            case_id=case.id,
            text="全额退回并另行补偿，请确认。",
            amount=Decimal(amount),
            why="损失属实",
            actor=bank.actor("east one"),
            now=NOW,
        )
        if waits:
            (asked,) = waiting_for(actor=bank.actor("chief"))
            decide(approval_id=asked.id, decision="GRANT", actor=bank.actor("chief"), now=NOW)
        letter = write(bank, case)
        assert (letter.state == "WAITING") is waits
    request = request_of(letter)
    with pytest.raises(CannotDecide):
        decide(approval_id=request, decision="GRANT", actor=bank.actor("east head"), now=NOW)
    decide(approval_id=request, decision="GRANT", actor=bank.actor("chief"), now=NOW)
    assert state_of(letter) == "ISSUED"


def test_nobody_releases_their_own_letter_nor_one_without_a_reason(bank: Bank) -> None:
    case = complaint(bank)
    with pytest.raises(CannotRequestApproval):
        write(bank, case, why="")
    assert not Letter.objects.exists()
    letter = write(bank, case, who="east head")
    with pytest.raises(CannotDecide):
        decide(approval_id=request_of(letter), decision="GRANT", actor=bank.actor("east head"), now=NOW)
    assert state_of(letter) == "WAITING"


def test_a_refusal_has_a_reason_that_the_writer_reads_and_the_letter_is_never_issued(bank: Bank) -> None:
    case = complaint(bank)
    letter = write(bank, case)
    with pytest.raises(DomainError):
        decide(approval_id=request_of(letter), decision="REFUSE", actor=bank.actor("east head"), now=NOW)
    decide(
        approval_id=request_of(letter),
        decision="REFUSE",
        note="依据写得不够",
        actor=bank.actor("east head"),
        now=NOW,
    )
    assert state_of(letter) == "REFUSED"
    assert found_by_customer(case, letter) == 404
    page = signed_in(bank.actor("east one")).get(reverse("cases:letter", args=[case.number]))
    assert "依据写得不够" in page.content.decode()
    assert "case.letter_refused" in [one.action for one in records_of(f"case:{case.id}")]
    assert write(bank, case).state == "WAITING"


def test_another_letter_replaces_the_one_that_waits_and_its_request_counts_no_more(bank: Bank) -> None:
    case = complaint(bank)
    first, second = write(bank, case), write(bank, case)
    assert (state_of(first), state_of(second)) == ("REPLACED", "WAITING")
    with pytest.raises(CannotDecide):
        decide(approval_id=request_of(first), decision="GRANT", actor=bank.actor("east head"), now=NOW)
    assert state_of(first) == "REPLACED"


@pytest.mark.parametrize("altered", ["digest", "file"])
def test_a_letter_that_was_altered_in_between_is_not_released(bank: Bank, altered: str) -> None:
    case = complaint(bank)
    letter = write(bank, case)
    other = write(bank, complaint(bank, level=Level.ORDINARY), why="")
    Letter.objects.filter(pk=other.id).delete()
    change = {"digest": "0" * 64} if altered == "digest" else {"file_id": other.file_id}
    Letter.objects.filter(pk=letter.id).update(**change)
    with pytest.raises(CannotDecide):
        decide(approval_id=request_of(letter), decision="GRANT", actor=bank.actor("east head"), now=NOW)
    assert state_of(letter) == "WAITING"


def test_a_letter_is_not_released_once_the_customer_withdrew(bank: Bank) -> None:
    case = complaint(bank)
    letter = write(bank, case)
    withdraw_case(case_id=case.id, actor=SYSTEM, now=NOW)
    with pytest.raises(CannotDecide):
        decide(approval_id=request_of(letter), decision="GRANT", actor=bank.actor("east head"), now=NOW)
    assert (state_of(letter), found_by_customer(case, letter)) == ("WAITING", 404)


def test_a_machine_does_not_write_what_two_people_have_to(bank: Bank) -> None:
    with pytest.raises(CannotRequestApproval):
        issue_letter(case_id=complaint(bank).id, words=WORDS, actor=SYSTEM, now=NOW, why="请复核")
    assert not Letter.objects.exists()


def test_the_page_says_why_two_people_and_leads_whoever_decides(bank: Bank) -> None:
    case = complaint(bank)
    writer, head = signed_in(bank.actor("east one")), signed_in(bank.actor("east head"))
    address = reverse("cases:letter", args=[case.number])
    assert "重大" in writer.get(address).content.decode()
    posted = {"found": WORDS.found, "decided": WORDS.decided, "language": "zh-hans", "act": "issue"}
    refused = writer.post(reverse("cases:write_letter", args=[case.number]), posted)
    assert refused.status_code == 409
    assert WORDS.found in refused.content.decode()
    writer.post(reverse("cases:write_letter", args=[case.number]), {**posted, "why": "请复核后签发"})
    (letter,) = letters_of(case_id=case.id)
    page = head.get(address).content.decode()
    assert reverse("approvals:decide", args=[request_of(letter)]) in page
    to_decide = head.get(reverse("approvals:decide", args=[request_of(letter)]))
    assert to_decide.context["request_"].document in to_decide.content.decode()
    assert head.get(to_decide.context["request_"].document).content.startswith(b"%PDF")
    assert writer.get(address).context["waits"]
    chief = signed_in(bank.actor("chief"))
    assert chief.get(address).status_code == 200
    assert 'name="found"' not in chief.get(address).content.decode()
