"""A complaint ends with a letter: looked at first, sealed, found by the customer, and its delivery is on record."""

from datetime import UTC, datetime, timedelta

import pytest
from django.test import Client
from django.urls import reverse

from tests.bank import Bank
from tests.complaints import file_complaint
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.letters.delivering import CannotRecordDelivery, record_delivery
from yinuo.features.cases.letters.issuing import CannotWriteLetter, LetterWords, issue_letter, preview_letter
from yinuo.features.cases.letters.queries import LetterView, letters_of
from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.models import Delivery, Kind, Letter, Source
from yinuo.features.cases.public import OpenedCase, open_case, record_response
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.jobs.public import transaction

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
LATER = NOW + timedelta(hours=2)
WORDS = LetterWords(found="经核实，系统重复扣费五元。", decided="全额退还并致歉。", basis="合同第三条")


@pytest.fixture
def case(bank: Bank) -> OpenedCase:
    """A complaint of the eastern branch that was answered."""
    opened = file_complaint(bank.east, now=NOW, text="转账一次扣了两次费。", subject="重复扣费")
    record_response(
        case_id=opened.id, text="已核实并退回，请查收。", actor=SYSTEM, now=NOW + timedelta(hours=1)
    )
    return opened


def issued(case: OpenedCase) -> LetterView:
    issue_letter(case_id=case.id, words=WORDS, actor=SYSTEM, now=LATER)
    return letters_of(case_id=case.id)[0]


def deliver(case: OpenedCase, letter: LetterView, **given: object) -> None:
    settings = {
        "way": "POSTED",
        "outcome": "REACHED",
        "at": LATER,
        "proof": "EMS XA123",
        "actor": SYSTEM,
        "now": LATER + timedelta(days=1),
    } | given
    record_delivery(case_id=case.id, letter_id=letter.id, **settings)  # type: ignore[arg-type]


def test_what_is_looked_at_is_what_is_issued(case: OpenedCase) -> None:
    looked_at = preview_letter(case_id=case.id, words=WORDS, actor=SYSTEM, now=LATER)
    assert not Letter.objects.exists()
    letter = issued(case)
    browser = Client()
    found = browser.get(reverse("portal:file", args=[case.tracking_token, letter.file_id]))
    assert found.content == looked_at
    assert looked_at.startswith(b"%PDF")
    (entry,) = (one for one in records_of(f"case:{case.id}") if one.action == "case.letter_issued")
    assert entry.facts["sha256"] == letter.digest


def test_the_customers_download_is_the_first_delivery_and_counts_once(case: OpenedCase) -> None:
    letter = issued(case)
    browser = Client()
    for _time in range(2):
        assert (
            browser.get(reverse("portal:file", args=[case.tracking_token, letter.file_id])).status_code == 200
        )
    (attempt,) = Delivery.objects.all()
    assert (attempt.way, attempt.outcome) == ("DOWNLOADED", "REACHED")
    assert letters_of(case_id=case.id)[0].delivered_at == attempt.at


def test_a_letter_counts_as_delivered_at_the_first_success(case: OpenedCase) -> None:
    letter = issued(case)
    deliver(case, letter, outcome="FAILED", proof="无人签收，电话 13812345678")
    seen = letters_of(case_id=case.id)[0]
    assert (seen.delivered_at, seen.must_retry) == (None, True)
    assert "13812345678" not in seen.attempts[0].proof
    deliver(case, letter, at=LATER + timedelta(hours=5))
    deliver(case, letter, at=LATER + timedelta(hours=3), way="HANDED_OVER")
    seen = letters_of(case_id=case.id)[0]
    assert (seen.delivered_at, seen.must_retry) == (LATER + timedelta(hours=3), False)
    actions = [record.action for record in records_of(f"case:{case.id}")]
    assert actions.count("case.letter_delivery") == 3


@pytest.mark.parametrize(
    "given",
    [
        {"proof": " "},
        {"proof": "x" * 301},
        {"way": "PIGEON"},
        {"way": "DOWNLOADED"},
        {"outcome": "PERHAPS"},
        {"at": LATER - timedelta(minutes=1)},
        {"at": LATER + timedelta(days=2)},
    ],
)
def test_an_attempt_needs_proof_and_a_possible_time(case: OpenedCase, given: dict[str, object]) -> None:
    letter = issued(case)
    with pytest.raises(CannotRecordDelivery):
        deliver(case, letter, **given)
    assert not Delivery.objects.exists()


@pytest.mark.parametrize(
    "words",
    [
        LetterWords(found="", decided="全额退还", basis=""),
        LetterWords(found="经核实", decided=" ", basis=""),
        LetterWords(found="长" * 4001, decided="全额退还", basis=""),
        LetterWords(found="经核实", decided="全额退还", basis="", language="xx"),
    ],
)
def test_a_letter_that_decides_nothing_is_not_written(case: OpenedCase, words: LetterWords) -> None:
    with pytest.raises(CannotWriteLetter):
        issue_letter(case_id=case.id, words=words, actor=SYSTEM, now=LATER)
    assert not Letter.objects.exists()


def test_what_is_typed_stays_text(case: OpenedCase) -> None:
    hostile = LetterWords(found="<b>&<para></font> \u202e", decided="<img src=x>", basis="]]>", language="en")
    assert preview_letter(case_id=case.id, words=hostile, actor=SYSTEM, now=LATER).startswith(b"%PDF")


def test_pages_lead_from_words_to_a_delivered_letter(bank: Bank, case: OpenedCase) -> None:
    browser = signed_in(bank.actor("east head"))
    page = f"/cases/{case.number}/letter/"
    write = f"{page}write/"
    given = {"found": WORDS.found, "decided": WORDS.decided, "basis": "", "language": "zh-hans"}
    assert browser.post(write, given | {"act": "preview"})["Content-Type"] == "application/pdf"
    assert browser.post(write, given | {"found": "", "act": "issue"}).status_code == 409
    assert browser.post(write, given | {"act": "issue"}).status_code == 302
    letter = Letter.objects.get()
    attempt = {"way": "POSTED", "outcome": "REACHED", "at": "", "proof": "EMS 1"}
    assert browser.post(f"{page}{letter.pk}/delivery/", attempt).status_code == 302
    assert browser.post(f"{page}{letter.pk}/delivery/", attempt | {"proof": ""}).status_code == 409
    assert browser.get(page).status_code == 200
    stranger = signed_in(bank.actor("west one"))
    assert stranger.get(page).status_code == 404
    assert stranger.post(write, given | {"act": "issue"}).status_code == 404
    assert stranger.post(f"{page}{letter.pk}/delivery/", attempt).status_code == 404


def test_a_letter_of_another_case_cannot_be_delivered_here(bank: Bank, case: OpenedCase) -> None:
    letter = issued(case)
    other = open_case(
        kind=Kind.COMPLAINT,
        source=Source.HOTLINE,
        subject="",
        text="另一件事情。",
        customer=CustomerDetails(name="韩梅梅"),
        path=bank.east,
        actor=SYSTEM,
        now=NOW,
    )
    with pytest.raises(CaseNotFound), transaction():
        deliver(other, letter)
