"""A letter is told of by e-mail, over a real mail server: a number and a link, and what came of it is on record."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID, uuid4

import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.mail_server import Post, mail_server
from tests.people import signed_in
from yinuo.core.customers.models import Detail
from yinuo.core.customers.public import CustomerDetails, remove_detail
from yinuo.core.promises.public import promises_on
from yinuo.features.cases.letters.asking_mail import ask_for_mail
from yinuo.features.cases.letters.delivering import CannotRecordDelivery
from yinuo.features.cases.letters.issuing import LetterWords, issue_letter
from yinuo.features.cases.letters.mailing import GIVE_UP, send_letter_mail
from yinuo.features.cases.letters.queries import LetterView, letters_of
from yinuo.features.cases.locking import CaseChangedMeanwhile
from yinuo.features.cases.models import Case, Kind, Level, Source
from yinuo.features.cases.operations.resolve_case import resolve_case
from yinuo.features.cases.public import OpenedCase, open_case, record_response
from yinuo.platform.audit.public import records_of
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.notices.models import Notice

NOW = timezone.now()
ADDRESS = "lilei@example.com"
WORDS = LetterWords(found="经核实，系统重复扣费五元。", decided="全额退还并致歉。", basis="合同第三条")


@pytest.fixture
def post(settings: object) -> Iterator[Post]:
    with mail_server(settings) as kept:
        yield kept


@pytest.fixture
def case(bank: Bank) -> OpenedCase:
    """A decided complaint whose customer has a verified address."""
    opened = open_case(
        kind=Kind.COMPLAINT,
        source=Source.HOTLINE,
        subject="重复扣费",
        text="转账一次扣了两次费。",
        customer=CustomerDetails(name="李雷", phone="13812345678", email=ADDRESS),
        path=bank.east,
        level=Level.COMPLEX,
        actor=SYSTEM,
        now=NOW - timedelta(days=2),
    )
    answered = NOW - timedelta(days=1)
    record_response(case_id=opened.id, text="已核实并退回，请查收。", actor=SYSTEM, now=answered)
    resolve_case(case_id=opened.id, cause="C01", actor=SYSTEM, now=answered)
    issue_letter(case_id=opened.id, words=WORDS, actor=SYSTEM, now=NOW - timedelta(hours=1))
    verify(opened)
    return opened


def address_of(case: OpenedCase) -> Detail:
    return Detail.objects.get(customer_id=customer_of(case), kind=Detail.Kind.EMAIL)


def customer_of(case: OpenedCase) -> UUID:
    return Case.objects.values_list("customer_id", flat=True).get(pk=case.id)


def verify(case: OpenedCase) -> None:
    Detail.objects.filter(pk=address_of(case).pk).update(
        verified_at=NOW, verified_by=SYSTEM.reference, verified_how=Detail.Proof.CALLBACK
    )


def letter_of(case: OpenedCase) -> LetterView:
    return letters_of(case_id=case.id)[0]


def send(case: OpenedCase, attempt: UUID | None = None, *, after: timedelta = timedelta()) -> object:
    return send_letter_mail(
        attempt_id=attempt or uuid4(),
        letter_id=letter_of(case).id,
        detail_id=address_of(case).pk,
        asked_at=NOW,
        now=NOW + after,
    )


def promise_state(case: OpenedCase) -> str:
    subject = f"case:{case.id}"
    return next(
        one.state
        for one in promises_on(subjects=[subject], now=NOW)[subject]
        if one.duty == "complaint.letter"
    )


def test_the_mail_holds_a_number_and_a_link_and_keeps_the_promise(case: OpenedCase, post: Post) -> None:
    attempt = uuid4()
    assert send(case, attempt) is None
    assert send(case, attempt) is None, "a job that runs twice sends nothing twice"
    (mail,) = post.got
    assert mail["To"] == ADDRESS
    assert str(attempt) in mail["Message-ID"]
    text = mail.get_payload(decode=True).decode()  # type: ignore[union-attr]
    assert case.number in text
    assert f"{reverse('portal:matters')}?number={case.number}" in text
    for secret in ("李雷", "重复扣费", "全额退还", case.tracking_token):
        assert secret not in f"{mail['Subject']}{text}"
    assert (
        Client().get(f"{reverse('portal:matters')}?number={case.number}").content.decode().count(case.number)
    )
    (made,) = letter_of(case).attempts
    assert (made.outcome_code, letter_of(case).delivered_at) == ("UNDER_WAY", None)
    assert promise_state(case) == "KEPT"
    assert ADDRESS not in str([one.facts for one in records_of(f"case:{case.id}")]) + made.proof


def test_a_refused_address_fails_at_once_and_the_owner_hears_of_it(case: OpenedCase, post: Post) -> None:
    post.knows_nobody = True
    assert send(case) is None
    (made,) = letter_of(case).attempts
    assert made.outcome_code == "FAILED"
    assert "550" in made.proof
    assert letter_of(case).must_retry
    assert promise_state(case) == "RUNNING"
    owner = Case.objects.values_list("owner_id", flat=True).get(pk=case.id)
    assert Notice.objects.filter(recipient_id=owner, kind="case.letter_failed").count() == 1


def test_a_server_that_does_not_take_it_now_is_asked_again_until_four_hours_have_passed(
    case: OpenedCase, post: Post
) -> None:
    post.is_full = True
    attempt = uuid4()
    again = send(case, attempt)
    assert again == NOW + timedelta(minutes=10)
    assert letter_of(case).attempts == ()
    assert send(case, attempt, after=GIVE_UP) is None
    assert letter_of(case).attempts[0].outcome_code == "FAILED"
    post.is_full = False
    assert send(case, after=GIVE_UP + timedelta(minutes=1)) is None
    assert [one.outcome_code for one in letter_of(case).attempts] == ["FAILED", "UNDER_WAY"]


def test_an_address_that_went_between_asking_and_sending_gets_no_mail(case: OpenedCase, post: Post) -> None:
    detail = address_of(case)
    letter = letter_of(case)
    remove_detail(customer_id=customer_of(case), detail_id=detail.pk, actor=SYSTEM, now=NOW)
    send_letter_mail(attempt_id=uuid4(), letter_id=letter.id, detail_id=detail.pk, asked_at=NOW, now=NOW)
    assert post.got == []
    assert letter_of(case).attempts[0].outcome_code == "FAILED"


def test_a_claimed_address_is_not_written_to(case: OpenedCase, bank: Bank) -> None:
    Detail.objects.filter(pk=address_of(case).pk).update(verified_at=None, verified_by="", verified_how="")
    with pytest.raises(CannotRecordDelivery):
        ask_for_mail(case_id=case.id, letter_id=letter_of(case).id, actor=bank.actor("east one"), now=NOW)


def test_two_clicks_ask_once(case: OpenedCase, bank: Bank) -> None:
    seen = Case.objects.get(pk=case.id).revision
    asked = {"case_id": case.id, "letter_id": letter_of(case).id, "actor": bank.actor("east one"), "now": NOW}
    ask_for_mail(**asked, revision=seen)  # type: ignore[arg-type]
    with pytest.raises(CaseChangedMeanwhile):
        ask_for_mail(**asked, revision=seen)  # type: ignore[arg-type]
    actions = [one.action for one in records_of(f"case:{case.id}")]
    assert actions.count("case.letter_mail_asked") == 1


def test_pages_ask_for_the_mail_and_the_customer_finds_the_letter(case: OpenedCase, bank: Bank) -> None:
    browser = signed_in(bank.actor("east one"))
    address = reverse("cases:mail_letter", args=[case.number, letter_of(case).id])
    page = browser.get(reverse("cases:letter", args=[case.number])).content.decode()
    assert address in page
    assert ADDRESS not in page
    assert browser.post(address).status_code == 302
    assert signed_in(bank.actor("west one")).post(address).status_code == 404
    follow = reverse("portal:follow", args=[case.tracking_token])
    file = reverse("portal:file", args=[case.tracking_token, letter_of(case).file_id])
    customer = Client()
    assert file in customer.get(follow).content.decode()
    assert customer.get(file).status_code == 200
    assert letter_of(case).delivered_at is not None
