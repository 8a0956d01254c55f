"""A decision in writing has a clock of its own: it runs with the decision's time, and an attempt in time keeps it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.core.promises.public import PromiseView, promises_on
from yinuo.features.cases.letters.delivering import record_delivery
from yinuo.features.cases.letters.issuing import LetterWords, issue_letter
from yinuo.features.cases.letters.queries import letters_of
from yinuo.features.cases.models import Case, Kind, Level, Source
from yinuo.features.cases.operations.pause_decision import pause_decision, resume_decision
from yinuo.features.cases.operations.reopen_case import reopen_case
from yinuo.features.cases.operations.resolve_case import resolve_case
from yinuo.features.cases.operations.withdraw_case import withdraw_case
from yinuo.features.cases.public import OpenedCase, open_case, record_response
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM

T0 = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
DAY = timedelta(days=1)
# The last second of the thirtieth day after the second of March, in Shanghai.
DUE = datetime(2026, 4, 1, 15, 59, 59, tzinfo=UTC)
WORDS = LetterWords(found="经核实，系统重复扣费五元。", decided="全额退还并致歉。", basis="合同第三条")


def complaint(
    bank: Bank, *, level: Level = Level.COMPLEX, source: Source = Source.HOTLINE, at: datetime = T0
) -> OpenedCase:
    opened = open_case(
        kind=Kind.COMPLAINT,
        source=source,
        subject="重复扣费",
        text="转账一次扣了两次费。",
        customer=CustomerDetails(name="李雷", phone="13812345678"),
        path=bank.east,
        level=level,
        actor=SYSTEM,
        now=at,
    )
    record_response(
        case_id=opened.id, text="已核实并退回，请查收。", actor=SYSTEM, now=at + timedelta(hours=1)
    )
    return opened


def decide(case: OpenedCase, *, at: datetime) -> None:
    resolve_case(case_id=case.id, cause="C01", actor=SYSTEM, now=at)


def letter_promise(case: OpenedCase, *, at: datetime) -> PromiseView | None:
    subject = f"case:{case.id}"
    found = [
        one for one in promises_on(subjects=[subject], now=at)[subject] if one.duty == "complaint.letter"
    ]
    assert len(found) < 2
    return found[0] if found else None


def send(case: OpenedCase, *, at: datetime, way: str = "POSTED", outcome: str = "UNDER_WAY") -> None:
    letters = letters_of(case_id=case.id)
    letter_id = letters[0].id if letters else issue_letter(case_id=case.id, words=WORDS, actor=SYSTEM, now=at)
    record_delivery(
        case_id=case.id,
        letter_id=letter_id,
        way=way,
        outcome=outcome,
        at=at,
        proof="EMS XA123",
        actor=SYSTEM,
        now=at,
    )


@pytest.mark.parametrize(
    ("level", "source", "policy"),
    [
        (Level.ORDINARY, Source.HOTLINE, None),
        (Level.COMPLEX, Source.HOTLINE, "complaint.letter.complex"),
        (Level.MAJOR, Source.HOTLINE, "complaint.letter.complex"),
        (Level.ORDINARY, Source.REGULATOR, "complaint.letter.regulator"),
    ],
)
def test_policies_say_which_decisions_are_owed_in_writing(
    bank: Bank, level: Level, source: Source, policy: str | None
) -> None:
    case = complaint(bank, level=level, source=source)
    assert letter_promise(case, at=T0 + DAY) is None
    decide(case, at=T0 + 2 * DAY)
    promise = letter_promise(case, at=T0 + 2 * DAY)
    assert (promise.policy if promise else None) == policy


def test_posting_in_time_keeps_it_with_the_attempt_as_evidence(bank: Bank) -> None:
    case = complaint(bank)
    decide(case, at=T0 + 2 * DAY)
    owed = letter_promise(case, at=T0 + 2 * DAY)
    assert owed is not None
    assert (owed.state, owed.due_at) == ("RUNNING", DUE)
    assert Case.objects.get(pk=case.id).attention_at == DUE
    send(case, at=T0 + 3 * DAY, outcome="FAILED")
    after_failure = letter_promise(case, at=T0 + 3 * DAY)
    assert after_failure is not None
    assert after_failure.state == "RUNNING"
    send(case, at=T0 + 4 * DAY)
    kept = letter_promise(case, at=T0 + 4 * DAY)
    assert kept is not None
    assert (kept.state, kept.settled_at) == ("KEPT", T0 + 4 * DAY)
    assert kept.evidence.startswith("delivery:")
    assert Case.objects.get(pk=case.id).attention_at is None
    assert "promise.kept" in [one.action for one in records_of(f"case:{case.id}")][-2:]


def test_sent_too_late_is_broken_and_settled_late(bank: Bank) -> None:
    case = complaint(bank)
    decide(case, at=T0 + 2 * DAY)
    send(case, at=DUE + timedelta(hours=2))
    late = letter_promise(case, at=DUE + DAY)
    assert late is not None
    assert (late.state, late.late_by) == ("BROKEN", timedelta(hours=2))


def test_a_letter_sent_before_the_case_was_closed_keeps_it_at_once(bank: Bank) -> None:
    case = complaint(bank)
    send(case, at=T0 + DAY)
    decide(case, at=T0 + 2 * DAY)
    kept = letter_promise(case, at=T0 + 2 * DAY)
    assert kept is not None
    assert (kept.state, kept.settled_at) == ("KEPT", T0 + DAY)
    assert Case.objects.get(pk=case.id).attention_at is None


def test_days_that_did_not_count_for_the_decision_do_not_count_for_its_letter(bank: Bank) -> None:
    case = complaint(bank)
    known = {"case_id": case.id, "proof": "调解协议", "actor": bank.actor("east head")}
    pause_decision(reason="MEDIATION_AGREED", now=T0 + 2 * DAY, **known)  # type: ignore[arg-type]
    resume_decision(now=T0 + 7 * DAY, **known)  # type: ignore[arg-type]
    decide(case, at=T0 + 8 * DAY)
    owed = letter_promise(case, at=T0 + 8 * DAY)
    assert owed is not None
    assert owed.due_at == DUE + 5 * DAY


def test_a_new_round_owes_its_own_letter_and_the_first_one_no_more(bank: Bank) -> None:
    case = complaint(bank)
    decide(case, at=T0 + 2 * DAY)
    again = reopen_case(case_id=case.id, text="仍未到账", actor=SYSTEM, now=T0 + 3 * DAY)
    first = letter_promise(case, at=T0 + 3 * DAY)
    assert first is not None
    assert first.state == "WITHDRAWN"
    assert Case.objects.get(pk=case.id).attention_at is None
    record_response(case_id=again.id, text="已补退，请查收。", actor=SYSTEM, now=T0 + 4 * DAY)
    resolve_case(case_id=again.id, cause="C01", actor=SYSTEM, now=T0 + 4 * DAY)
    subject = f"case:{again.id}"
    owed = [one.duty for one in promises_on(subjects=[subject], now=T0 + 4 * DAY)[subject] if one.is_open]
    assert owed.count("complaint.letter") == 1


def test_a_withdrawn_case_owes_no_letter(bank: Bank) -> None:
    case = complaint(bank)
    withdraw_case(case_id=case.id, actor=SYSTEM, now=T0 + DAY)
    assert letter_promise(case, at=T0 + DAY) is None


def test_the_customers_download_keeps_it(bank: Bank) -> None:
    case = complaint(bank, at=timezone.now() - 2 * DAY)
    decide(case, at=timezone.now() - DAY)
    issue_letter(case_id=case.id, words=WORDS, actor=SYSTEM, now=timezone.now() - timedelta(hours=1))
    (letter,) = letters_of(case_id=case.id)
    Client().get(reverse("portal:file", args=[case.tracking_token, letter.file_id]))
    kept = letter_promise(case, at=timezone.now())
    assert kept is not None
    assert kept.state == "KEPT"


def test_the_queue_lists_what_is_owed_with_its_clock(bank: Bank) -> None:
    case = complaint(bank, at=timezone.now() - 2 * DAY)
    decide(case, at=timezone.now() - DAY)
    browser = signed_in(bank.actor("east one"))
    page = browser.get(reverse("cases:queue"), {"view": "letters"}).content.decode()
    assert case.number in page
    detail = browser.get(reverse("cases:case", args=[case.number])).content.decode()
    assert "复杂投诉答复函寄送" in detail or "Decision letter on a complex" in detail
    send(case, at=timezone.now())
    assert case.number not in browser.get(reverse("cases:queue"), {"view": "letters"}).content.decode()
