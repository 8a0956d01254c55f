"""Files of customers: looked through first, taken over once, whatever is in them."""

import csv
import io
from uuid import UUID

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from openpyxl import Workbook

from tests.bank import Bank, found_bank
from tests.core.customers.conftest import NOW
from tests.people import signed_in
from yinuo.core.customers.importing import operations
from yinuo.core.customers.importing.bulk import take_batch
from yinuo.core.customers.importing.operations import (
    CannotImport,
    begin_import,
    check_import,
    give_up_import,
    look_through,
    receive_import,
    run_import,
)
from yinuo.core.customers.importing.queries import one_import, problems_as_csv
from yinuo.core.customers.importing.reading import CannotReadFile
from yinuo.core.customers.models import Customer, Detail, DetailIndex, Import
from yinuo.core.customers.public import cards, clear_names, search_customers, take_file
from yinuo.platform.identity.public import SYSTEM, Actor
from yinuo.platform.takeovers.models import Part

HEAD = "客户号,姓名,手机号,证件号码,等级,客群,机构号\n"
GOOD = HEAD + (
    "C1,李雷,13812345678,11010519491231002X,金卡,财富,E\n"
    "C2,韩梅梅,13900001111,,,,\n"
    "C3,江海贸易有限公司,010-62345678,,,小微,E\n"
)


def given(content: bytes, actor: Actor) -> UUID:
    """Kept and looked through, as the page and the background job do."""
    import_id = receive_import(chunks=[content], actor=actor, now=NOW)
    check_import(import_id=import_id, actor=actor, now=NOW)
    return import_id


def run(content: bytes, bank: Bank) -> UUID:
    """Look through, confirm and take over, as the background jobs do."""
    actor = bank.actor("east head")
    import_id = given(content, actor)
    begin_import(import_id=import_id, actor=actor, now=NOW)
    run_import(import_id=import_id, actor=actor, now=NOW)
    return import_id


def found(text: str) -> list[UUID]:
    return [row.id for row in search_customers(text=text, actor=SYSTEM, now=NOW).rows]


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_a_file_is_taken_over_and_its_customers_are_found(encoding: str, bank: Bank) -> None:
    import_id = run(GOOD.encode(encoding), bank)
    (one,) = found("13812345678")
    assert cards([one])[one].tier == "金卡"
    assert clear_names(one) == {"李雷"}
    assert found("李 002X") == [one]
    assert found("韩梅梅") != found("010 6234 5678") != []
    shown = one_import(import_id=import_id, actor=SYSTEM)
    assert shown is not None
    assert (shown.state, shown.total, shown.taken, shown.known, shown.refused) == ("DONE", 3, 3, 0, 0)
    assert Import.objects.get().sealed is None


def test_a_spreadsheet_is_read_by_what_it_is(bank: Bank) -> None:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "客户编号", "电话", "备注"])
    sheet.append(["李雷", 10001, 13812345678, "老客户"])
    content = io.BytesIO()
    book.save(content)
    run(content.getvalue(), bank)
    assert found("10001") == found("13812345678") != []


def test_the_same_file_again_takes_nothing(bank: Bank) -> None:
    run(GOOD.encode(), bank)
    before = (Customer.objects.count(), Detail.objects.count(), DetailIndex.objects.count())
    again = one_import(import_id=run(GOOD.encode(), bank), actor=SYSTEM)
    assert again is not None
    assert (again.taken, again.known) == (0, 3)
    assert before == (Customer.objects.count(), Detail.objects.count(), DetailIndex.objects.count())


def test_an_interrupted_import_goes_on(bank: Bank, monkeypatch: pytest.MonkeyPatch) -> None:
    rows = "".join(f"N{n},客户{n},138{n:08},,,,\n" for n in range(30))
    actor = bank.actor("east head")
    import_id = given((HEAD + rows).encode(), actor)
    begin_import(import_id=import_id, actor=actor, now=NOW)
    monkeypatch.setattr(operations, "BATCH", 10)
    calls = 0

    class PowerCut(Exception):
        pass

    def unlucky(**batch: object) -> object:
        nonlocal calls
        calls += 1
        if calls == 2:
            raise PowerCut
        return take_batch(**batch)  # type: ignore[arg-type]

    monkeypatch.setattr(operations, "take_batch", unlucky)
    with pytest.raises(PowerCut):
        run_import(import_id=import_id, actor=actor, now=NOW)
    assert Customer.objects.count() == 10
    run_import(import_id=import_id, actor=actor, now=NOW)
    shown = one_import(import_id=import_id, actor=actor)
    assert shown is not None
    assert (Customer.objects.count(), shown.taken, shown.known, shown.done) == (30, 30, 0, 30)


BAD_ROWS = {
    ",李雷,,,,,": ("number", "missing"),
    "C1,,,,,,": ("name", "missing"),
    "C1,李雷,12,,,,": ("phone", "unreadable"),
    "C1,=HYPERLINK(0),,,,,": ("name", "formula"),
    "=1+1,李雷,,,,,": ("number", "formula"),
    "C1,@SUM(A1),,,,,": ("name", "formula"),
    "C1,李雷,,,,外星,": ("segment", "unknown"),
    "C1,李雷,,,,,NOWHERE": ("unit", "unknown"),
    "C1,李雷,,,,,W": ("unit", "unknown"),  # another branch
    "C1," + "李" * 1_000_000 + ",,,,,": ("name", "too_long"),
    "C1,李\x07雷,,,,,": ("name", "control"),
}


@pytest.mark.parametrize("row", BAD_ROWS, ids=lambda row: row[:20].encode("unicode_escape").decode())
def test_a_bad_row_is_refused_by_line_and_reason(row: str, bank: Bank) -> None:
    content = (HEAD + "C9,韩梅梅,13900001111,,,,\n" + row + "\n").encode()
    seen = look_through(content=content, path=bank.east, actor=bank.actor("east head"))
    assert (seen.good, seen.refused) == (1, 1)
    (refusal,) = seen.refusals
    assert (refusal.line, refusal.column, refusal.code) == (3, *BAD_ROWS[row])
    assert len(refusal.masked) <= 80


def test_a_number_counts_once_in_a_file(bank: Bank) -> None:
    content = (HEAD + "C1,李雷,,,,,\nc-1,韩梅梅,,,,,\n").encode()
    seen = look_through(content=content, path=bank.east, actor=bank.actor("east head"))
    assert [(refusal.line, refusal.code) for refusal in seen.refusals] == [(3, "twice")]


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"a,b,c\n1,2,3\n",
        "客户号\nC1\n".encode(),
        b"PK\x03\x04 this is no workbook",
        b"\xd0\xcf\x11\xe0 nor is this",
        b"\x89PNG\r\n\x1a\n\x00\x00",
        b"\xff\xfe\xfd\x81",
    ],
)
def test_what_is_no_table_of_customers_is_refused_whole(content: bytes, bank: Bank) -> None:
    with pytest.raises(CannotReadFile) as refusal:
        look_through(content=content, path=bank.east, actor=bank.actor("east head"))
    if not content:
        with pytest.raises(CannotImport):
            given(content, bank.actor("east head"))
        assert not Import.objects.exists()
        return
    shown = one_import(import_id=given(content, bank.actor("east head")), actor=SYSTEM)
    assert shown is not None
    assert (shown.state, shown.told) == ("REFUSED", str(refusal.value))
    assert not Part.objects.exists()


def test_no_table_holds_a_clear_value_of_a_file(bank: Bank) -> None:
    run((GOOD + "C4,欧阳震华,12,,,,\n").encode(), bank)
    given(GOOD.encode(), bank.actor("east head"))
    with connection.cursor() as cursor:
        for table in connection.introspection.table_names():
            cursor.execute(f"SELECT string_agg(t::text, ' ') FROM {table} t")  # noqa: S608 - names of our own tables
            text = cursor.fetchone()[0] or ""
            for clear in ("13812345678", "11010519491231002X", "韩梅梅", "欧阳震华"):
                assert clear not in text, table
                assert clear.encode().hex() not in text, table


def test_the_report_is_masked_and_no_formula(bank: Bank) -> None:
    actor = bank.actor("east head")
    content = (HEAD + "C1,=cmd|' /C calc'!A0,,,,,\n").encode()
    import_id = given(content, actor)
    report = problems_as_csv(import_id=import_id, actor=actor)
    assert report is not None
    (_head, row) = csv.reader(io.StringIO(report.decode("utf-8-sig")))
    assert row[0] == "2"
    assert not any(cell.startswith(("=", "+", "-", "@")) for cell in row)
    assert "calc" not in row[-1]


def test_pages_lead_from_file_to_report(bank: Bank) -> None:
    browser = signed_in(bank.actor("east head"))
    bad = "C4,李四,12,,,,\n"
    answer = browser.post("/customers/import/", {"file": SimpleUploadedFile("c.csv", (GOOD + bad).encode())})
    assert answer.status_code == 302
    page = browser.get(answer["Location"]).content.decode()
    assert "<progress" in page
    assert "every 2s" in page
    assert 'hx-select-oob="#run-state"' in page  # the state beside the title goes on, too
    assert 'id="run-state"' in page
    waiting = Import.objects.get()
    assert waiting.state == "RECEIVED"
    browser.post(answer["Location"], {"act": "confirm"})
    assert Import.objects.get().state == "RECEIVED", "nothing is taken over before it was looked through"
    check_import(import_id=waiting.pk, actor=bank.actor("east head"), now=NOW)
    page = browser.get(answer["Location"]).content.decode()
    assert "12345678" not in page
    assert browser.get(answer["Location"] + "report/")["Content-Disposition"].startswith("attachment")
    browser.post(answer["Location"], {"act": "confirm"})
    assert Import.objects.get().state == "RUNNING"
    stranger = signed_in(bank.actor("west head"))
    assert stranger.get(answer["Location"]).status_code == 404
    assert stranger.get(answer["Location"] + "report/").status_code == 404
    refused = browser.post("/customers/import/", {"file": SimpleUploadedFile("c.csv", b"x,y\n1,2\n")})
    bad_file = Import.objects.order_by("pk").last()
    assert bad_file is not None
    check_import(import_id=bad_file.pk, actor=bank.actor("east head"), now=NOW)
    assert bad_file.told in browser.get(refused["Location"]).content.decode()
    assert browser.post("/customers/import/").status_code == 422


def test_a_file_is_confirmed_once(bank: Bank) -> None:
    actor = bank.actor("east head")
    import_id = given(GOOD.encode(), actor)
    with pytest.raises(CannotImport):
        begin_import(import_id=import_id, actor=bank.actor("west head"), now=NOW)
    give_up_import(import_id=import_id, actor=actor, now=NOW)
    for act in (begin_import, give_up_import):
        with pytest.raises(CannotImport):
            act(import_id=import_id, actor=actor, now=NOW)
    assert Import.objects.get().sealed is None


@pytest.mark.django_db(transaction=True)
def test_two_processes_take_a_file_over_once() -> None:
    bank = found_bank()
    rows = "".join(f"P{n:04},客户{n},138{n:08},,,,\n" for n in range(2500))
    content = (HEAD + rows).encode()

    def take(processes: int) -> tuple[int, int]:
        done = take_file(
            content=content, path=bank.east, processes=processes, actor=SYSTEM, now=NOW, step=steps.append
        )
        return done.taken, done.known

    steps: list[int] = []
    assert take(2) == (2500, 0)
    assert sum(steps) == 2500
    assert take(1) == (0, 2500)
    assert len(found("13800002499")) == 1
