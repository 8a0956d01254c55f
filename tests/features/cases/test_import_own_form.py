"""Past cases of another system in our own form: looked through first, taken over once, whatever is in them."""

import csv
import io
from datetime import UTC, datetime
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from openpyxl import Workbook

from tests.bank import Bank
from tests.people import signed_in
from yinuo.core.customers.public import CustomerDetails, register_customer
from yinuo.core.promises.public import fire_due_alarms
from yinuo.features.cases.importing.own import looking
from yinuo.features.cases.importing.own.queries import one_case_import, refused_as_csv
from yinuo.features.cases.importing.own.runs import (
    begin_case_import,
    check_case_import,
    receive_case_import,
    run_case_import,
)
from yinuo.features.cases.models import Case, CaseImport, Message
from yinuo.features.cases.public import CannotImport, look_through_cases, template_as_csv
from yinuo.features.cases.queries.case import case_detail
from yinuo.platform.audit.public import sequence_all, verify_log
from yinuo.platform.identity.public import SYSTEM, Actor
from yinuo.platform.notices.models import Notice
from yinuo.platform.tables.public import CannotReadFile

NOW = datetime(2026, 3, 20, 3, 0, tzinfo=UTC)
HEAD = "编号,内容,提出时间,客户号,姓名,手机号,答复内容,答复时间,办结时间,原因,机构号,专员工号\n"
TOLD = "经核实系统重复扣费，已全额退回"
GOOD = HEAD + (
    f"A1,李雷反映扣费两次,2026-03-02 10:00,,李雷,13812345678,{TOLD},2026-03-02 16:00,2026-03-05 09:00,C99,E,S000\n"
    f"A2,柜员态度不好,2026/3/10 10:00,,,,{TOLD},2026/3/13 10:00,,,,\n"
    "A3,至今无人联系,2026-03-19,C1,,,,,,,,\n"
)


def given(content: bytes, actor: Actor) -> UUID:
    """Kept and looked through, as the page and the background job do."""
    import_id = receive_case_import(chunks=[content], actor=actor, now=NOW)
    check_case_import(import_id=import_id, actor=actor, now=NOW)
    return import_id


def run(content: bytes, bank: Bank) -> UUID:
    """Look through, confirm and take over, as the background jobs do."""
    actor = bank.actor("east head")
    import_id = given(content, actor)
    begin_case_import(import_id=import_id, actor=actor, now=NOW)
    run_case_import(import_id=import_id, actor=actor, now=NOW)
    return import_id


@pytest.fixture
def known(bank: Bank) -> UUID:
    """A customer of the eastern branch with the number C1."""
    details = CustomerDetails(name="韩梅梅", number="C1")
    return register_customer(details=details, path=bank.east, actor=SYSTEM, now=NOW).id


def verdicts(number: str) -> list[tuple[str, str]]:
    case = Case.objects.get(external_id=number)
    found = case_detail(number=case.number, actor=SYSTEM, now=NOW)
    assert found is not None
    return sorted((promise.policy, promise.state) for promise in found.promises)


@pytest.mark.parametrize("encoding", ["utf-8", "gb18030"])
def test_past_cases_get_past_verdicts_and_living_ones_their_clocks(
    encoding: str, bank: Bank, known: UUID
) -> None:
    import_id = run(GOOD.encode(encoding), bank)
    shown = one_case_import(import_id=import_id, actor=SYSTEM)
    assert shown is not None
    assert (shown.state, shown.total, shown.taken, shown.refused) == ("DONE", 3, 3, 0)
    done, late, open_one = Case.objects.order_by("external_id")
    assert (done.state, late.state, open_one.state) == ("RESOLVED", "ANSWERED", "OPEN")
    assert (done.owner_id, open_one.customer_id) == (bank.people["east one"], known)
    assert verdicts("A1") == [("complaint.decision", "KEPT"), ("complaint.first_response", "KEPT")]
    assert verdicts("A2") == [("complaint.decision", "RUNNING"), ("complaint.first_response", "BROKEN")]
    assert open_one.attention_at is not None
    assert CaseImport.objects.get().sealed is None
    sequence_all(now=NOW)
    assert verify_log().findings == ()


def test_names_and_numbers_are_sealed(bank: Bank, known: UUID) -> None:
    run(GOOD.encode(), bank)
    said = Message.objects.get(case__external_id="A1", kind="CUSTOMER").redacted
    assert "李雷" not in said
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608 - names of our own tables
            text = cursor.fetchone()[0] or ""
            for clear in ("13812345678", "李雷", "韩梅梅"):
                assert clear not in text, table


def test_the_same_file_again_takes_nothing_and_a_longer_one_the_rest(bank: Bank, known: UUID) -> None:
    run(GOOD.encode(), bank)
    more = "A4,又一件事要投诉,2026-03-01,,,,,,,,,\n"
    shown = one_case_import(import_id=run((GOOD + more).encode(), bank), actor=SYSTEM)
    assert shown is not None
    assert (shown.taken, shown.known, Case.objects.count()) == (1, 3, 4)


def test_an_interrupted_import_goes_on(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(looking, "PORTION", 2)
    rows = "".join(f"N{n},第{n}件,2026-03-01,,,,,,,,,\n" for n in range(5))
    actor = bank.actor("east head")
    import_id = given((HEAD + rows).encode(), actor)
    begin_case_import(import_id=import_id, actor=actor, now=NOW)
    real, calls = looking.take_cases, []

    def unlucky(**portion: object) -> object:
        calls.append(1)
        if len(calls) == 2:
            raise ConnectionError
        return real(**portion)  # type: ignore[arg-type]

    monkeypatch.setattr(looking, "take_cases", unlucky)
    with pytest.raises(ConnectionError):
        run_case_import(import_id=import_id, actor=actor, now=NOW)
    run_case_import(import_id=import_id, actor=actor, now=NOW)
    shown = one_case_import(import_id=import_id, actor=SYSTEM)
    assert shown is not None
    assert (Case.objects.count(), shown.taken, shown.known, shown.done) == (5, 5, 0, 5)


def test_nobody_is_told_of_what_is_over(bank: Bank, known: UUID) -> None:
    rows = GOOD.splitlines(keepends=True)
    run("".join(rows[:2]).encode(), bank)
    fire_due_alarms(now=NOW)
    assert not Notice.objects.exists()


BAD_ROWS = {
    ",说了什么,2026-03-01": ("number", "missing"),
    "B1,,2026-03-01": ("text", "missing"),
    "B1,说了什么,": ("voiced", "missing"),
    "B1,说了什么,昨天": ("voiced", "no_time"),
    "B1,说了什么,2026-03-21": ("voiced", "future"),
    "B1,说了什么,1999-01-01": ("voiced", "no_policy"),
    "B1,说了什么,2026-03-01,NOBODY": ("customer", "unknown_customer"),
    '"=HYPERLINK(0)",说了什么,2026-03-01': ("number", "formula"),
    "B1,=1+1,2026-03-01": ("text", "formula"),
    "B1," + "长" * 1_000_000 + ",2026-03-01": ("text", "too_long"),
    "B1,说了\x07什么,2026-03-01": ("text", "control"),
    "B1,说了什么,2026-03-01,,李雷,12": ("phone", "unreadable"),
    "B1,说了什么,2026-03-01,,,,已收到您的投诉,2026-03-02": ("answer", "no_answer"),
    f"B1,说了什么,2026-03-05,,,,{TOLD},2026-03-02": ("answered", "order"),
    f"B1,说了什么,2026-03-01,,,,{TOLD},2026-03-02,2026-03-03": ("cause", "no_cause"),
    "B1,说了什么,2026-03-01,,,,,,,,W": ("unit", "unknown"),  # another branch
    "B1,说了什么,2026-03-01,,,,,,,,,S003": ("owner", "unknown"),  # another branch's specialist
}


@pytest.mark.parametrize("row", BAD_ROWS, ids=lambda row: row[:24].encode("unicode_escape").decode())
def test_a_bad_row_is_refused_by_line_and_reason(row: str, bank: Bank) -> None:
    content = (HEAD + "B9,一件好的,2026-03-01,,,,,,,,,\n" + row + "\n").encode()
    seen = look_through_cases(content=content, path=bank.east, actor=bank.actor("east head"), now=NOW)
    assert (seen.good, seen.refused) == (1, 1)
    (refusal,) = seen.refusals
    assert (refusal.line, refusal.column, refusal.code) == (3, *BAD_ROWS[row])
    assert len(refusal.masked) <= 80
    assert not Case.objects.exists()


def test_a_number_counts_once_in_a_file(bank: Bank) -> None:
    row = "B1,说了什么,2026-03-01,,,,,,,,,\n"
    content = (HEAD + row + row).encode()
    seen = look_through_cases(content=content, path=bank.east, actor=SYSTEM, now=NOW)
    assert [(one.line, one.code) for one in seen.refusals] == [(3, "twice")]


@pytest.mark.parametrize(
    "content", [b"", b"a,b\n1,2\n", "编号\n1\n".encode(), b"PK\x03\x04 no workbook", b"\xff\xfe\x81"]
)
def test_what_is_no_table_of_cases_is_refused_whole(content: bytes, bank: Bank) -> None:
    with pytest.raises(CannotReadFile) as refusal:
        look_through_cases(content=content, path=bank.east, actor=bank.actor("east head"), now=NOW)
    if content:
        shown = one_case_import(import_id=given(content, bank.actor("east head")), actor=SYSTEM)
        assert shown is not None
        assert (shown.state, shown.told) == ("REFUSED", str(refusal.value))


def test_the_template_can_be_taken_over_as_csv_and_as_a_spreadsheet(bank: Bank) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    for row in csv.reader(io.StringIO(template_as_csv().decode("utf-8-sig"))):
        sheet.append(row)
    content = io.BytesIO()
    book.save(content)
    for file in (template_as_csv(), content.getvalue()):
        found = look_through_cases(content=file, path=bank.east, actor=SYSTEM, now=NOW)
        assert (found.good, found.refusals) == (2, ())


def test_english_heads_are_read(bank: Bank) -> None:
    content = (
        b"Case number,Description,Received at,Kind\n7,My card was refused,2026-03-02 10:00,consultation\n"
    )
    run(content, bank)
    assert Case.objects.get().kind == "CONSULTATION"


def test_pages_lead_from_file_to_report(bank: Bank) -> None:
    browser = signed_in(bank.actor("east head"))
    assert browser.get("/cases/import/form.csv")["Content-Disposition"].startswith("attachment")
    content = GOOD.encode()
    answer = browser.post("/cases/import/", {"file": SimpleUploadedFile("c.csv", content)})
    assert answer.status_code == 302
    assert "<progress" in browser.get(answer["Location"]).content.decode()
    check_case_import(import_id=CaseImport.objects.get().pk, actor=bank.actor("east head"), now=NOW)
    page = browser.get(answer["Location"]).content.decode()
    assert "12345678" not in page
    report = browser.get(answer["Location"] + "report/").content.decode("utf-8-sig")
    assert len(report.splitlines()) == 2  # C1 is unknown here
    browser.post(answer["Location"], {"act": "confirm"})
    assert CaseImport.objects.get().state == "RUNNING"
    stranger = signed_in(bank.actor("west head"))
    assert stranger.get(answer["Location"]).status_code == 404
    assert stranger.get(answer["Location"] + "report/").status_code == 404
    assert browser.post("/cases/import/", {"file": SimpleUploadedFile("c.csv", b"")}).status_code == 422


def test_a_file_is_confirmed_once_and_by_its_own_unit(bank: Bank) -> None:
    import_id = given(GOOD.encode(), bank.actor("east head"))
    with pytest.raises(CannotImport):
        begin_case_import(import_id=import_id, actor=bank.actor("west head"), now=NOW)
    begin_case_import(import_id=import_id, actor=bank.actor("east head"), now=NOW)
    with pytest.raises(CannotImport):
        begin_case_import(import_id=import_id, actor=bank.actor("east head"), now=NOW)
    assert refused_as_csv(import_id=import_id, actor=bank.actor("west head")) is None
