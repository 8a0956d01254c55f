"""Hostile words in every field of intake and handling, by portal, by staff, by program."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from itertools import count

import pytest
from django.http import HttpResponse
from django.test import Client
from django.urls import reverse

from tests.bank import Bank, found_bank
from tests.complaints import file_complaint
from tests.people import signed_in
from tests.platform.rest.conftest import Program, make_program
from tests.security.hostile import MAILS, NUMBERS, SCRIPT, WORDS
from yinuo.features.cases.models import Case
from yinuo.features.cases.public import OpenedCase
from yinuo.platform.identity.public import SYSTEM, nodes

# Ways of a refusal that says what to do; everything else is taken, or a fault of ours.
REFUSED = {400, 409, 422}
TAKEN = {200, 201, 202, 204, 302}
FILED = {
    "kind": "COMPLAINT",
    "text": "年费承诺没有兑现",
    "name": "李雷",
    "phone": "13812345678",
    "answer_by": "PHONE",
}
TAKEN_DOWN = {
    "kind": "COMPLAINT",
    "source": "HOTLINE",
    "level": "ORDINARY",
    "subject": "年费",
    "text": "年费承诺没有兑现",
    "name": "李雷",
    "phone": "13812345678",
    "email": "",
    "number": "",
}
ANSWER = "经核实，手续费系重复收取，今天已经退回您的账户。"
# Every form of handling, with values that make sense; each of them is made hostile in turn.
HANDLING: dict[str, dict[str, str]] = {
    "reply": {"text": ANSWER},
    "note": {"text": "已致电客户"},
    "assign": {"owner": "east two", "note": "请接手"},
    "classify": {"level": "COMPLEX", "category": "B03023", "cause": "C07", "sensitivity": "S01"},
    "propose": {"text": "退回年费", "amount": "88.50", "why": "属实"},
    "proposal-answer": {"accepted": "yes", "proof": "来电"},
    "extend": {"amount": "15", "reason": "THIRD_PARTY", "why": "等待回函"},
    "pause": {"reason": "CUSTOMER", "proof": "等客户材料"},
    "resume": {"proof": "材料已到"},
    "snooze": {"until": "tomorrow", "reason": "等客户回电"},
    "refer": {"place": "POLICE", "reason": "NOT_OURS", "text": ANSWER},
    "people/add": {"part": "ALSO", "name": "韩梅", "phone": "13900000001", "customer": "C1", "proof": ""},
    "people/concern": {"staff": "S001"},
    "people/remove": {"person": "0198c0de-0000-7000-8000-000000000000"},
    "relate/link": {"into": "TS-261130-0001"},
    "relate/reopen": {"text": "客户不满意"},
    "relate/review": {"text": "客户不接受"},
    "relate/withdraw": {"text": "客户来电", "everybody": "1"},
    "merge": {"into": "TS-261130-0001", "new_facts": "yes"},
    "resolve": {"cause": "C07", "responsible": "NONE", "open_tasks": "keep"},
    "letter/write": {
        "found": "属实",
        "decided": "退回",
        "basis": "合同",
        "language": "zh-hans",
        "act": "issue",
    },
    "ask": {"what": "请提供录音", "unit": "/HQ/W/", "staff": "S004"},
    "split": {"text": "第二件事", "kind": "COMPLAINT"},
    "here": {"writing": "1"},
}
# What goes into each field of handling: one of each trick, as every post shows the whole case again.
TRIED = (
    SCRIPT,
    WORDS["right to left"],
    WORDS["lines"],
    WORDS["nul"],
    "9" * 5_000,
    "²",
    "-1",
    "x" * 30_000,
    "",
)
_visitors = count(1)


@pytest.fixture
def bank(db: None) -> Bank:
    return found_bank()


def visitor() -> Client:
    """A browser from a network of its own, whose allowance nobody has used."""
    number = next(_visitors)
    return Client(headers={"Accept-Language": "en"}, REMOTE_ADDR=f"10.{number >> 8 & 255}.{number & 255}.7")


def complain(bank: Bank) -> OpenedCase:

    return file_complaint(bank.east, subject="")


def wrong_with(answer: HttpResponse, tried: object) -> Iterator[str]:
    """What is wrong with an answer, whatever was sent."""
    if answer.status_code not in REFUSED | TAKEN:
        yield f"{tried}: {answer.status_code}"
    body = answer.content.decode(errors="replace")
    if SCRIPT in body and "html" in answer["Content-Type"]:
        yield f"{tried}: a script stands in the page"
    if "<img src=x" in body:
        yield f"{tried}: a picture that runs stands in the page"
    if answer.cookies.get("a") is not None:
        yield f"{tried}: a header was added"


def left_out(answer: HttpResponse, tried: str) -> Iterator[str]:
    """U+0000 is no reason to refuse a whole form: nothing that was typed would be left."""
    if tried == "nul" and answer.status_code == 400:
        yield f"{tried}: refused without the form"


def follow(browser: Client, answer: HttpResponse, tried: object) -> Iterator[str]:
    """The page that a taken form leads to shows what was taken, harmless."""
    yield from wrong_with(answer, tried)
    if answer.status_code == 302:
        yield from wrong_with(browser.get(answer["Location"]), (tried, "afterwards"))


def kept(page: HttpResponse, name: str, value: str) -> bool:
    """Whether the field of a refused form still holds what was typed; U+0000 is left out, nobody types it."""
    form, typed = page.context["form"], value.replace("\x00", "")
    return bool(form[name].value() == typed or form[name].value() == typed.replace("\r\n", "\n"))


@pytest.mark.parametrize(
    "field", ["text", "name", "phone", "email", "kind", "demand", "answer_by", "preferred_time"]
)
def test_the_customers_form_takes_or_refuses_and_keeps_what_was_typed(bank: Bank, field: str) -> None:
    found = []
    for tried, value in {**WORDS, **{f"mail: {name}": mail for name, mail in MAILS.items()}}.items():
        browser, given = visitor(), {**FILED, field: value}
        if field == "email":
            given["answer_by"] = "EMAIL"
        answer = browser.post(reverse("portal:form"), given)
        found += [*follow(browser, answer, tried), *left_out(answer, tried)]
        if answer.status_code == 422:
            found += [f"{tried}: {name} is lost" for name in given if not kept(answer, name, given[name])]
            if "error" not in answer.content.decode():
                found.append(f"{tried}: refused without a word")
    assert found == []


@pytest.mark.parametrize("field", sorted(TAKEN_DOWN))
def test_the_form_of_staff_does_so_too(bank: Bank, field: str) -> None:
    browser, found = signed_in(bank.actor("east one")), []
    for tried, value in {**WORDS, **MAILS}.items():
        given = {**TAKEN_DOWN, field: value}
        answer = browser.post(reverse("cases:new"), given)
        found += [*follow(browser, answer, tried), *left_out(answer, tried)]
        if answer.status_code == 422:
            found += [f"{tried}: {name} is lost" for name in given if not kept(answer, name, given[name])]
    assert found == []


@pytest.mark.parametrize("form", sorted(HANDLING))
def test_every_field_of_handling_takes_or_refuses(bank: Bank, form: str) -> None:
    opened, browser, found = complain(bank), signed_in(bank.actor("east head")), []
    address = f"/cases/{opened.number}/{form}/"
    base = dict(HANDLING[form])
    if base.get("owner"):
        base["owner"] = str(bank.people[base["owner"]])
    for field in base:
        for value in TRIED:
            revision = str(Case.objects.values_list("revision", flat=True).get(pk=opened.id))
            answer = browser.post(address, {"revision": revision, **base, field: value})
            if answer.status_code != 404:  # a task or a place that does not exist
                found += wrong_with(answer, (field, value[:40]))
            if value == WORDS["nul"]:
                found += left_out(answer, "nul")
    for revision in ("9" * 5_000, "²", "-1", "9" * 12):
        found += wrong_with(browser.post(address, {**base, "revision": revision}), revision[:40])
    found += wrong_with(browser.get(f"/cases/{opened.number}/"), "the page")
    assert found == []


@pytest.mark.parametrize("form", ["add", "rate", "review", "withdraw"])
def test_a_customers_own_page_does_so_too(bank: Bank, form: str) -> None:
    found = []
    opened = complain(bank)
    fields = {"add": ("text",), "rate": ("score", "words"), "review": ("reason",), "withdraw": ("text",)}[
        form
    ]
    base = {"text": "补充", "score": "5", "words": "好", "reason": "不接受"}
    for field in fields:
        for value in (*WORDS.values(), *NUMBERS, "", "x" * 30_000):
            browser = visitor()
            address = reverse(f"portal:{form}", args=[opened.tracking_token])
            answer = browser.post(address, {**base, field: value})
            found += follow(browser, answer, (field, value[:40]))
            typed = value.replace("\x00", "")
            if answer.status_code == 422 and typed.strip() and form != "rate" and len(typed) < 1_000:
                found += [] if typed[:20] in answer.content.decode() else [f"{value[:40]}: lost"]
    assert found == []


@pytest.mark.parametrize(
    "address",
    [
        "/cases/",
        "/cases/all/",
        "/cases/desk/",
        "/cases/texts/",
        "/cases/macros/",
        "/customers/",
        "/tasks/",
        "/process/",
        "/my/",
    ],
)
def test_an_address_with_anything_behind_it_is_answered(bank: Bank, address: str) -> None:
    browser, found = signed_in(bank.actor("east head")), []
    names = (
        "q",
        "view",
        "kind",
        "owner",
        "unit",
        "due",
        "age",
        "sort",
        "after",
        "who",
        "saved",
        "on",
        "language",
    )
    for value in (*WORDS.values(), *NUMBERS):
        answer = browser.get(address, dict.fromkeys(names, value))
        if answer.status_code != 404:
            found += wrong_with(answer, value[:40])
    assert found == []


@pytest.fixture
def program(bank: Bank) -> Program:
    head = next(node.id for node in nodes(actor=SYSTEM) if node.path == bank.head)
    return make_program(head, "cases:read", "cases:write", "customers:read", "customers:write")


def test_programs_are_answered_in_json_and_refusals_repeat_nothing(bank: Bank, program: Program) -> None:
    taken, found, base = 0, [], {"kind": "COMPLAINT", "source": "COUNTER", "text": "年费", "subject": "年费"}
    for tried, value in {**WORDS, **MAILS}.items():
        bodies: list[dict[str, object]] = [
            {**base, name: value} for name in ("text", "subject", "kind", "voiced_at")
        ]
        bodies += [
            {**base, "customer": {name: value}} for name in ("name", "phone", "email", "number", "identity")
        ]
        for body in bodies:
            answer = program.call(
                "POST", "/api/v1/cases", data=json.dumps(body), content_type="application/json"
            )
            if answer.status_code not in {201, 400, 422}:
                found.append((tried, body, answer.status_code))
            taken += answer.status_code == 201
            said = answer.content.decode()
            if answer.status_code != 201 and value[:200] in said:
                found.append((tried, "repeated", said))
    assert taken > 100
    assert found == []


BOMBS = {
    "deep list": b'{"kind":' + b"[" * 50_000 + b"]" * 50_000 + b"}",
    "deep object": b'{"a":' * 20_000 + b"1" + b"}" * 20_000,
    "twice": b'{"kind":"COMPLAINT","kind":"PRAISE","source":"COUNTER","text":"a"}',
    "twice below": b'{"kind":"COMPLAINT","source":"COUNTER","text":"a","customer":{"name":"a","name":"b"}}',
    "lone surrogate": b'{"kind":"COMPLAINT","source":"COUNTER","text":"\\ud800"}',
    "surrogate bytes": b'{"kind":"COMPLAINT","source":"COUNTER","text":"\xed\xa0\x80"}',
    "nul": b'{"kind":"COMPLAINT","source":"COUNTER","text":"a\\u0000b"}',
    "GB18030": '{"kind":"COMPLAINT","source":"COUNTER","text":"年费"}'.encode("gb18030"),
    "UTF-16": '{"kind":"COMPLAINT","source":"COUNTER","text":"年费"}'.encode("utf-16"),
    "mark": b"\xef\xbb\xbf" + b'{"kind":"COMPLAINT","source":"COUNTER","text":"a"}',
    "huge number": b'{"kind":"COMPLAINT","source":"COUNTER","text":"a","level":' + b"9" * 10_000 + b"}",
    "not a number": b'{"kind":"COMPLAINT","source":"COUNTER","text":NaN}',
    "cut off": b'{"kind":"COMPLAINT","source":"COUNTER","te',
    "two bodies": b'{"kind":"COMPLAINT","source":"COUNTER","text":"a"}{"b":1}',
    "a megabyte": b'{"kind":"COMPLAINT","source":"COUNTER","text":"' + b"a" * 2**20 + b'"}',
}


@pytest.mark.parametrize("tried", BOMBS)
def test_what_is_no_body_opens_no_case_and_says_why(bank: Bank, program: Program, tried: str) -> None:
    answer = program.call("POST", "/api/v1/cases", data=BOMBS[tried], content_type="application/json")
    assert answer.status_code in {400, 413, 422}, answer.content
    assert answer["Content-Type"] == "application/problem+json"
    assert re.search(r"\w{4,}", answer.json()["detail"])
    assert not Case.objects.exists()


@pytest.mark.parametrize(
    "kind",
    [
        "",
        "text/plain",
        "application/xml",
        "multipart/form-data; boundary=x",
        "application/x-www-form-urlencoded",
    ],
)
def test_a_body_of_another_type_is_refused(bank: Bank, program: Program, kind: str) -> None:
    body = b'{"kind":"COMPLAINT","source":"COUNTER","text":"a"}'
    answer = program.call("POST", "/api/v1/cases", data=body, content_type=kind)
    assert answer.status_code == 415
    assert not Case.objects.exists()


WHOLE = (
    b'--x\r\nContent-Disposition: form-data; name="kind"\r\n\r\nCOMPLAINT\r\n'
    b'--x\r\nContent-Disposition: form-data; name="text"\r\n\r\nannual fee\r\n'
    b'--x\r\nContent-Disposition: form-data; name="name"\r\n\r\nLi\r\n'
    b'--x\r\nContent-Disposition: form-data; name="answer_by"\r\n\r\nPAGE\r\n'
    b'--x\r\nContent-Disposition: form-data; name="attachments"; filename="a.txt"\r\n\r\nannual fee 300\r\n--x--\r\n'
)


def test_a_form_that_was_cut_off_opens_no_case(bank: Bank) -> None:
    for length in (*range(0, len(WHOLE) - 6, 7), len(WHOLE) - 4, len(WHOLE) - 3):
        answer = visitor().post(
            reverse("portal:form"), WHOLE[:length], content_type="multipart/form-data; boundary=x"
        )
        assert answer.status_code in REFUSED | {200}, length
        assert not Case.objects.exists(), length
    whole = visitor().post(reverse("portal:form"), WHOLE, content_type="multipart/form-data; boundary=x")
    assert whole.status_code == 302


@pytest.mark.parametrize(
    ("kind", "body"),
    [
        ("multipart/form-data", WHOLE),
        ("multipart/form-data; boundary=" + "x" * 300, WHOLE),
        ("multipart/form-data; boundary=é", WHOLE),
        ("application/x-www-form-urlencoded; charset=utf-7", b"text=a"),
        ("application/x-www-form-urlencoded; charset=nonsense", b"text=a"),
        ("application/x-www-form-urlencoded", "text=年费".encode("gb18030")),
        ("application/x-www-form-urlencoded", b"&".join(b"a%d=1" % n for n in range(5_000))),
        ("application/x-www-form-urlencoded", b"text=%ed%a0%80%00"),
        ("application/json", b'{"text":"a"}'),
        ("", b"text=a"),
    ],
)
def test_a_form_of_another_kind_is_refused_and_opens_no_case(bank: Bank, kind: str, body: bytes) -> None:
    browser = visitor()
    answer = browser.generic("POST", reverse("portal:form"), body, content_type=kind)
    assert answer.status_code in REFUSED | {200, 413}  # without a form in it, it is asked for again
    assert not Case.objects.exists()
