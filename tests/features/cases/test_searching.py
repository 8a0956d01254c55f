"""Words find the cases that hold them: in Chinese and Latin, within one's own branch, whatever is typed."""

from __future__ import annotations

from datetime import timedelta
from pathlib import Path

import pytest
from django.urls import reverse
from django.utils import timezone

from tests.bank import Bank
from tests.features.cases.test_import_complaints import run
from tests.features.cases.test_import_records import cells, write
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.models import Case, CaseText, Message
from yinuo.features.cases.operations.merge_cases import merge_cases
from yinuo.features.cases.public import Kind, OpenedCase, Source, add_note, assign_case, open_case
from yinuo.features.cases.queries.queue import queue
from yinuo.features.cases.queries.searching import LONGEST, terms_of
from yinuo.platform.identity.public import SYSTEM, Actor

SAID = "2026年3月在城东支行办理信用卡,客户经理承诺年费全免,现在扣了 480 元;APP里显示 Annual Fee😀"


def complain(path: str, text: str = SAID, subject: str = "信用卡年费", days_ago: float = 0) -> OpenedCase:
    return open_case(
        kind=Kind.COMPLAINT,
        source=Source.HOTLINE,
        subject=subject,
        text=text,
        customer=CustomerDetails(name="欧阳雪", phone="13812345678"),
        actor=SYSTEM,
        now=timezone.now() - timedelta(days=days_ago),
        path=path,
    )


def found(typed: str, actor: Actor) -> set[str]:
    page = queue(view="all", actor=actor, now=timezone.now(), search=typed)
    return {row.number for row in page.rows}


@pytest.mark.parametrize(
    ("typed", "terms"),
    [
        ("年费", ["'年费'"]),
        ("年费全免", ["'年费'", "'费全'", "'全免'"]),
        ("费", ["'费':*"]),
        ("Annual FEE", ["'annual':*", "'fee':*"]),
        ("TS-260302-0012", ["'ts'", "'260302':*", "'0012':*"]),
        ("12", ["'12'"]),
        ("\u200f年\u202e费\ufeff", ["'年费'"]),
        ("\u2f2d年費", ["'山年'", "'年費'"]),
        ("😀", ["'😀':*"]),
        ("'年费' & !x | (", ["'年费'", "'x'"]),
        ("\x00\x00", []),
        (" '\\;--%_ ", []),
    ],
)
def test_what_is_typed_becomes_words(typed: str, terms: list[str]) -> None:
    assert terms_of(typed) == terms


def test_a_megabyte_is_read_no_further_than_a_sentence() -> None:
    assert len(terms_of("年" * 1_000_000)) == 1
    assert len(terms_of("".join(chr(0x4E00 + place) for place in range(20_000)))) < LONGEST


def test_cases_are_found_by_what_was_said_on_them_and_by_their_number(bank: Bank) -> None:
    ours, theirs = complain(bank.east), complain(bank.west)
    other = complain(bank.east, text="贷款提前还款违约金与合同不一致", subject="", days_ago=100)
    add_note(case_id=ours.id, text="录音里能听到 Guarantee 一词", actor=SYSTEM, now=timezone.now())
    east = bank.actor("east one")
    for typed in (
        "年费全免",
        "客户经理 扣了",
        "annual",
        "ANNUAL fee",
        "480",
        "😀",
        "录音",
        "guaran",
        "年\u200f费",
    ):
        assert found(typed, east) == {ours.number}, typed
    assert found("违约金", east) == {other.number}  # further back than is looked first
    for typed in (other.number, other.number[-4:], other.number[-4:].lstrip("0"), other.number.lower()):
        assert other.number in found(typed, east), typed
    assert found("年费 违约金", east) == set()
    assert found(theirs.number, east) == set()
    assert found("年费", bank.actor("chief")) == {ours.number, theirs.number}


def test_names_and_numbers_of_customers_are_not_among_the_words(bank: Bank) -> None:
    opened = complain(bank.east, text="我是欧阳雪,电话13812345678,请退年费")
    for typed in ("欧阳雪", "欧阳", "13812345678", "138", "phone", "name"):
        assert found(typed, SYSTEM) == set(), typed
    message = Message.objects.get(case_id=opened.id)
    assert "年费" in str(CaseText.objects.get(case_id=opened.id).words)
    # What is taken out of a text later is no longer found either.
    message.redacted = message.redacted.replace("年费", "[name]")
    message.save(update_fields=["redacted"])
    Case.objects.filter(pk=opened.id).update(subject="[name]")
    assert found("年费", SYSTEM) == set()


def test_the_words_follow_a_case_to_another_branch_and_into_a_merge(bank: Bank) -> None:
    moved, kept = complain(bank.east), complain(bank.east, text="同一件事,再说一次:积分没有到账")
    merge_cases(case_id=moved.id, into=kept.number, actor=bank.actor("east head"), now=timezone.now())
    assert kept.number in found("积分", bank.actor("east one"))
    other = complain(bank.east, text="理财产品赎回延迟")
    assign_case(case_id=other.id, owner_id=bank.people["west one"], actor=SYSTEM, now=timezone.now())
    assert found("赎回", bank.actor("east one")) == set()
    assert found("赎回", bank.actor("west two")) == {other.number}


def test_what_an_import_copies_in_is_found_too(bank: Bank, tmp_path: Path) -> None:
    told = {"Consumer_complaint_narrative": "The escrow analysis was wrong twice"}
    run(write(tmp_path / "file.csv", [cells(**told), cells(Complaint_ID="2")]))
    assert CaseText.objects.count() == 2
    assert len(found("escrow", SYSTEM)) == 1


@pytest.mark.parametrize(
    "typed",
    [
        "'; DROP TABLE cases_case; --",
        "\\' & | ! ( :* <->",
        "\u202e\u200f\u2066",
        "年" * 4_000,
        "😀👩‍👩‍👧‍👦\U0010ffff",
        "%_%",
        "\ud800".encode("utf-8", "surrogatepass").decode("utf-8", "replace"),
    ],
)
def test_hostile_words_are_answered_calmly(bank: Bank, typed: str) -> None:
    browser = signed_in(bank.actor("east one"))
    assert browser.get(reverse("cases:all"), {"q": typed}).status_code == 200
    bad = {
        "view": typed,
        "owner": typed,
        "unit": typed,
        "category": typed,
        "age": typed,
        "after": typed,
        "saved": typed,
    }
    assert browser.get(reverse("cases:queue"), bad).status_code == 200


def test_a_null_character_is_no_part_of_what_is_searched_for(bank: Bank) -> None:
    case = complain(bank.east)
    browser = signed_in(bank.actor("east one"))
    found = browser.get(reverse("cases:all"), {"q": "年\x00费"}).content.decode()
    assert case.number in found


@pytest.mark.parametrize(
    "typed", ["13812345678", "年费 138-1234-5678", "11010519491231002X", "li@example.com"]
)
def test_a_customer_s_number_does_not_stay_in_the_address(bank: Bank, typed: str) -> None:
    browser = signed_in(bank.actor("east one"))
    answer = browser.get(reverse("cases:all"), {"q": typed, "sort": "newest"})
    assert (answer.status_code, answer["Location"]) == (302, f"{reverse('cases:all')}?sort=newest")
    page = browser.get(answer["Location"]).content.decode()
    assert "请到“客户”中查找" in page
    assert typed not in page


@pytest.mark.parametrize("typed", ["TS-260302-000123", "年费", "10015", "2026-03-02", "C00998877"])
def test_words_and_numbers_of_cases_stay(bank: Bank, typed: str) -> None:
    browser = signed_in(bank.actor("east one"))
    assert browser.get(reverse("cases:all"), {"q": typed}).status_code == 200
