"""What a customer's page lets its customer do, and nobody else: files, withdrawal, rating, the published process."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from yinuo.core.promises.public import draft_policy_version, promises_on, publish_policy_version
from yinuo.features.cases.models import Case, Message, Rating, State, Wish
from yinuo.features.cases.operations.attach_to_case import attach_to_case
from yinuo.features.cases.operations.rate_handling import CannotRate, rate_handling
from yinuo.features.cases.operations.withdraw_case import CannotWithdrawCase, withdraw_as_customer
from yinuo.features.cases.public import record_response
from yinuo.platform.audit.public import records_of
from yinuo.platform.files.public import Upload, check_uploads, files_of
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.vault.public import unlock

FILING = {
    "kind": "COMPLAINT",
    "text": "年费承诺没有兑现",
    "name": "李雷",
    "phone": "13812345678",
    "answer_by": "PHONE",
}
TEXT = b"annual fee 300\n"


@pytest.fixture
def browser(bank: Bank) -> Client:
    return Client(headers={"Accept-Language": "en"})


def filed(browser: Client, **more: object) -> str:
    """The token of a new case's page."""
    answer = browser.post(reverse("portal:form"), {**FILING, **more})
    assert answer.status_code == 302, answer.content.decode()
    return str(answer["Location"]).rstrip("/").split("/")[-1]


def answered(bank: Bank) -> Case:
    case = Case.objects.get()
    record_response(case_id=case.pk, text="年费今天退回。", actor=bank.actor("east head"), now=timezone.now())
    return case


def a_file(name: str = "note.txt", data: bytes = TEXT) -> SimpleUploadedFile:
    return SimpleUploadedFile(name, data)


def test_wishes_and_files_come_with_the_case(browser: Client) -> None:
    token = filed(
        browser,
        answer_by="EMAIL",
        phone="",
        email="lilei@example.com",
        demand="W05",
        preferred_time="EVENING",
        attachments=[a_file(), a_file("second.txt", b"more\n")],
    )
    case = Case.objects.get()
    wish = Wish.objects.get(case=case)
    assert (case.demand, wish.answer_by, wish.preferred_time) == ("W05", "EMAIL", "EVENING")
    noted = next(one for one in records_of(f"case:{case.pk}") if one.action == "case.wishes_noted")
    assert noted.facts == {"answer_by": "EMAIL", "preferred_time": "EVENING", "demand": "W05"}
    page = browser.get(reverse("portal:follow", args=[token])).content.decode()
    assert page.count("/files/") == 2
    assert "By e-mail" in page
    assert "lilei@example.com" not in page


def test_each_refused_file_is_named_and_nothing_is_half_done(browser: Client) -> None:
    bad = [a_file(), a_file("run.exe", b"MZ\x90\x00"), a_file("empty.txt", b"")]
    page = browser.post(reverse("portal:form"), {**FILING, "attachments": bad})
    said = page.content.decode()
    assert page.status_code == 422
    assert "“run.exe”" in said
    assert "“empty.txt”" in said
    assert "“note.txt”" not in said
    assert FILING["text"] in said
    assert not Case.objects.exists()


@pytest.mark.parametrize(("answer_by", "needed"), [("PHONE", "phone"), ("EMAIL", "email"), ("PAGE", "")])
def test_only_what_the_answer_needs_is_asked_for(browser: Client, answer_by: str, needed: str) -> None:
    page = browser.post(reverse("portal:form"), {**FILING, "phone": "", "answer_by": answer_by})
    assert (page.status_code == 422) == bool(needed)
    if needed:
        assert page.context["form"].errors.keys() == {needed}


@pytest.mark.parametrize(("field", "typed"), [("phone", "abc"), ("email", "li@@x")])
def test_what_cannot_be_read_is_marked_where_it_stands(browser: Client, field: str, typed: str) -> None:
    page = browser.post(reverse("portal:form"), {**FILING, field: typed})
    assert page.status_code == 422
    assert page.context["form"].errors.keys() == {field}
    assert FILING["text"] in page.content.decode()
    assert not Case.objects.exists()


def test_files_go_both_ways_and_only_on_their_own_page(browser: Client, bank: Bank) -> None:
    token = filed(browser)
    case = Case.objects.get()
    sent = browser.post(reverse("portal:add", args=[token]), {"attachments": [a_file()]})
    assert sent.status_code == 302
    now = timezone.now()
    ours, hidden = (
        attach_to_case(
            case_id=case.pk,
            checked=check_uploads([Upload(name="letter.txt", data=b"for you\n")]),
            for_customer=for_customer,
            actor=bank.actor("east head"),
            now=now,
        )[0]
        for for_customer in (True, False)
    )
    mine = next(file.id for file in files_of(subject=f"case:{case.pk}") if file.by_customer)
    other = filed(browser, name="韩梅", phone="13900000001")
    for key, file, status in [
        (token, mine, 200),
        (token, ours, 200),
        (token, hidden, 404),
        (other, mine, 404),
        ("x" * 32, mine, 404),
    ]:
        answer = browser.get(reverse("portal:file", args=[key, file]))
        assert answer.status_code == status
    got = browser.get(reverse("portal:file", args=[token, ours]))
    assert got.content == b"for you\n"
    assert got["Content-Disposition"].startswith("attachment")


def test_words_or_a_file_but_not_nothing(browser: Client) -> None:
    token = filed(browser)
    empty = browser.post(reverse("portal:add", args=[token]), {"text": "  "})
    assert empty.status_code == 422
    refused = browser.post(
        reverse("portal:add", args=[token]), {"text": "见附件", "attachments": [a_file("run.exe", b"MZ\x90")]}
    )
    assert refused.status_code == 422
    assert "见附件" in refused.content.decode()
    assert Message.objects.count() == 1


def test_a_withdrawal_is_asked_for_once_ends_what_is_owed_and_is_final(browser: Client) -> None:
    token = filed(browser)
    case = Case.objects.get()
    asked = browser.get(reverse("portal:withdraw", args=[token]))
    assert "The procedure ends today" in asked.content.decode()
    assert Case.objects.get().state == State.OPEN
    done = browser.post(reverse("portal:withdraw", args=[token]))
    assert done.status_code == 302
    case.refresh_from_db()
    assert (case.state, case.attention_at) == (State.WITHDRAWN, None)
    subject = f"case:{case.pk}"
    states = {promise.state for promise in promises_on(subjects=[subject], now=timezone.now())[subject]}
    assert states == {"WITHDRAWN"}
    entry = next(one for one in records_of(subject) if one.action == "case.withdrawn")
    assert entry.actor == f"customer:{case.customer_id}"
    assert browser.post(reverse("portal:withdraw", args=[token])).status_code == 409
    assert browser.post(reverse("portal:add", args=[token]), {"text": "又来了"}).status_code == 409
    with pytest.raises(CannotWithdrawCase):
        withdraw_as_customer(token=token, now=timezone.now())
    page = browser.get(reverse("portal:follow", args=[token])).content.decode()
    assert "You withdrew it" in page


def test_a_rating_is_sealed_changeable_for_a_day_and_then_stands(browser: Client, bank: Bank) -> None:
    token = filed(browser)
    rate = reverse("portal:rate", args=[token])
    early = browser.post(rate, {"score": "5"})
    assert early.status_code == 409
    case = answered(bank)
    for wrong in ("0", "6", "five", "", "1e1"):
        assert browser.post(rate, {"score": wrong}).status_code == 422
    assert browser.post(rate, {"score": "2", "words": "请打 13812345678"}).status_code == 302
    assert browser.post(rate, {"score": "4", "words": "后来好了，13812345678"}).status_code == 302
    kept = Rating.objects.get()
    assert (kept.score, kept.redacted) == (4, "后来好了，[phone]")
    assert "后来".encode() not in bytes(kept.sealed or b"")
    unlock([case.customer_id])
    page = browser.get(reverse("portal:follow", args=[token])).content.decode()
    assert "后来好了，13812345678" in page  # in the form in which they may still change it
    with pytest.raises(CannotRate):
        rate_handling(token=token, score=1, words="", now=timezone.now() + timedelta(days=1, minutes=1))
    assert Rating.objects.get().score == 4
    facts = [one.facts for one in records_of(f"case:{case.pk}") if one.action == "case.rated"]
    assert facts == [{"score": 2, "words": True}, {"score": 4, "words": True}]


HOSTILE = [
    "<script>alert(1)</script>",
    "\u202egnp.exe\u202c",
    "😀" * 70,
    "'; DROP TABLE cases_case; --",
    "{{ 7|add:7 }}{% debug %}",
    "\ud7ff\ufffd\uffff",
]


@pytest.mark.parametrize("text", HOSTILE)
def test_hostile_words_are_kept_as_words(browser: Client, text: str) -> None:
    token = filed(browser, text=text, name=text, answer_by="PAGE", phone="")
    page = browser.get(reverse("portal:follow", args=[token])).content.decode()
    assert "<script>alert" not in page
    assert "debug" not in page or "{% debug %}" in page


def test_what_is_too_long_or_no_text_is_refused_in_words(browser: Client) -> None:
    page = browser.post(reverse("portal:form"), {**FILING, "text": "长" * 340_000})  # 1 MB
    assert page.status_code == 422
    for field in ("kind", "demand", "answer_by", "preferred_time"):
        assert browser.post(reverse("portal:form"), {**FILING, field: "NONSENSE"}).status_code == 422
    assert not Case.objects.exists()


def test_a_form_that_is_sent_twice_files_one_case(browser: Client) -> None:
    once = browser.get(reverse("portal:form")).context["form"]["once"].value()
    first = filed(browser, once=once, attachments=a_file())
    assert filed(browser, once=once, attachments=a_file()) == first
    assert browser.get(reverse("portal:follow", args=[first])).status_code == 200
    case = Case.objects.get()
    assert len(files_of(subject=f"case:{case.pk}")) == 1
    other = browser.get(reverse("portal:form")).context["form"]["once"].value()
    anew = {
        filed(browser, once=once, text="另一件事"),
        filed(browser, once=once, attachments=a_file(data=b"another\n")),
        filed(browser, once=other),
        filed(browser, once="x" * 40),
        filed(browser, once=once[:-1]),
        filed(browser),
    }
    assert len(anew | {first}) == Case.objects.count() == 7


def test_what_was_typed_keeps_its_key_through_a_refusal(browser: Client) -> None:
    once = browser.get(reverse("portal:form")).context["form"]["once"].value()
    refused = browser.post(reverse("portal:form"), {**FILING, "once": once, "phone": ""})
    assert f'value="{once}"' in refused.content.decode()


def test_a_null_byte_costs_nobody_their_complaint(browser: Client) -> None:
    assert browser.post(reverse("portal:form"), {**FILING, "text": "年费\x00收错了"}).status_code == 302
    assert "\x00" not in Message.objects.get().redacted


def test_a_forged_or_guessed_link_opens_nothing(browser: Client) -> None:
    token = filed(browser)
    case = Case.objects.get()
    guesses = [
        token[:-1],
        token + "A",
        token.swapcase(),
        case.number,
        str(case.pk),
        "x" * 5000,
        "％00",
        "é" * 20,
    ]
    for guess in guesses:
        for page in ("follow", "withdraw", "receipt"):
            assert browser.get(reverse(f"portal:{page}", args=[guess])).status_code == 404
        for page in ("add", "withdraw", "rate"):
            answer = browser.post(reverse(f"portal:{page}", args=[guess]), {"text": "a", "score": "5"})
            assert answer.status_code == 404


def test_the_form_begins_with_the_number_that_is_complained_about_and_nothing_else(browser: Client) -> None:
    number = "TS-261124-0001"
    assert number in browser.get(reverse("portal:form"), {"about": number}).content.decode()
    forged = browser.get(reverse("portal:form"), {"about": f"{number}<evil>"})
    assert "About the handling" not in forged.content.decode()


def process(browser: Client, **asked: str) -> str:
    page = browser.get(reverse("portal:process"), asked)
    assert page.status_code == 200
    return re.sub(r"\s+", " ", re.sub(r"<[^>]+>", " ", page.content.decode()))


def test_the_published_process_follows_the_policies(browser: Client, bank: Bank) -> None:
    assert "You get a decision 15 days" in process(browser)
    now = timezone.now()
    draft = draft_policy_version(
        policy="complaint.decision",
        terms={"amount": 9, "unit": "DAY", "extension_limit": 4, "pause_reasons": ["MEDIATION_AGREED"]},
        actor=SYSTEM,
        now=now,
    )
    assert "You get a decision 15 days" in process(browser)  # a draft promises nothing
    publish_policy_version(version_id=draft.id, valid_from=now, approver=bank.actor("chief"), now=now)
    said = process(browser)
    assert "You get a decision 9 days" in said
    assert "at most 4 days more" in said
    yesterday = (now - timedelta(days=1)).date().isoformat()
    assert "You get a decision 15 days" in process(browser, on=yesterday)
    assert "version 2" in said
    assert "in force" in said
    assert "from the beginning" in said  # no day that nobody chose, such as 2000-01-01
    chinese = Client(headers={"Accept-Language": "zh-hans"})
    assert "您会收到处理决定 9 天" in process(chinese)


@pytest.mark.parametrize(
    "day", ["", "tomorrow", "2026-02-30", "0001-01-01", "9999-12-31", "<b>", "1999-01-01"]
)
def test_a_day_that_is_none_shows_today(browser: Client, day: str) -> None:
    assert "You get a decision 15 days" in process(browser, on=day)
