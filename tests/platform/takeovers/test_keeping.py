"""Given files: kept sealed in parts, read again from anywhere, refused in a sentence when nothing has room."""

from __future__ import annotations

import errno
import io
import os
import zipfile
from collections.abc import Iterator
from datetime import timedelta
from uuid import UUID

import pytest
from django.db import OperationalError, connection
from django.test import RequestFactory
from openpyxl import Workbook
from psycopg.errors import DiskFull

from tests.bank import Bank, found_bank
from tests.core.customers.conftest import NOW
from tests.people import signed_in
from yinuo.core.customers.importing.operations import CannotImport, files, forget_imports, receive_import
from yinuo.core.customers.models import Import
from yinuo.platform.files import uploads
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.tables import reading
from yinuo.platform.tables.public import CannotReadFile, Columns, read_lines
from yinuo.platform.takeovers import content as parts
from yinuo.platform.takeovers.models import Part
from yinuo.platform.vault.public import CannotOpen

COLUMNS = Columns(heads={"name": ("姓名",), "note": ("备注",)}, needed=("name",))


@pytest.fixture
def bank(db: None) -> Bank:
    return found_bank()


def kept(content: bytes, bank: Bank, piece: int = 64 * 1024) -> UUID:
    pieces = [content[start : start + piece] for start in range(0, len(content), piece)]
    return receive_import(chunks=pieces, actor=bank.actor("east head"), now=NOW)


def test_what_is_kept_is_sealed_and_comes_back_byte_for_byte(bank: Bank) -> None:
    content = os.urandom(parts.PART * 2 + 12345) + "李雷13812345678".encode()
    import_id = kept(content, bank)
    assert Part.objects.count() == 3
    for part in Part.objects.all():
        assert "李雷".encode() not in bytes(part.content)
    begun = files.to_look_through(import_id)
    assert begun is not None
    run, file = begun
    assert (run.size, file.size) == (len(content), len(content))
    for _ in range(2):
        with file.open() as opened:
            assert opened.read() == content
        assert file.position == len(content)


def test_parts_that_were_swapped_or_altered_do_not_open(bank: Bank) -> None:
    import_id = kept(os.urandom(parts.PART + 1), bank)
    begun = files.to_look_through(import_id)
    assert begun is not None
    with connection.cursor() as cursor:
        cursor.execute("UPDATE takeovers_part SET number = 9 WHERE number = 0")
        cursor.execute(
            "UPDATE takeovers_part SET content = (SELECT content FROM takeovers_part WHERE number = 9)"
        )
    with pytest.raises(CannotOpen):
        begun[1].part(1)


@pytest.mark.parametrize(
    "error", [OSError(errno.ENOSPC, "No space left on device"), DiskFull("could not extend file")]
)
def test_a_full_disk_is_said_in_a_sentence_and_nothing_half_is_left(error: Exception, bank: Bank) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x" * parts.PART
        if isinstance(error, DiskFull):
            raise OperationalError("could not extend file") from error
        raise error

    with pytest.raises(CannotImport, match=r"服务器|no room"):
        receive_import(chunks=pieces(), actor=bank.actor("east head"), now=NOW)
    assert not Part.objects.exists()
    assert not Import.objects.exists()


def test_another_fault_of_the_disk_is_no_lack_of_room(bank: Bank) -> None:
    def pieces() -> Iterator[bytes]:
        yield b"x"
        raise OSError(errno.EIO, "Input/output error")

    with pytest.raises(OSError, match="Input/output"):
        receive_import(chunks=pieces(), actor=bank.actor("east head"), now=NOW)


def test_what_nobody_confirms_is_forgotten_after_two_weeks(bank: Bank) -> None:
    from yinuo.core.customers.importing.operations import check_import

    import_id = kept("客户号,姓名\nC1,李雷\n".encode(), bank)
    check_import(import_id=import_id, actor=SYSTEM, now=NOW)
    assert forget_imports(now=NOW + timedelta(days=13)) == 0
    assert forget_imports(now=NOW + timedelta(days=14)) == 1
    assert Import.objects.get().state == "GIVEN_UP"
    assert not Part.objects.exists()


def workbook(rows: int = 2) -> bytes:
    book = Workbook()
    sheet = book.active
    assert sheet is not None
    sheet.append(["姓名", "备注"])
    for number in range(rows):
        sheet.append([f"客户{number}", "=1+1" if number == 1 else "好"])
    content = io.BytesIO()
    book.save(content)
    return content.getvalue()


def test_workbooks_that_were_cut_off_anywhere_are_refused(bank: Bank) -> None:
    whole = workbook()
    assert [line.cells["name"] for line in read_lines(whole, columns=COLUMNS)] == ["客户0", "客户1"]
    for end in range(4, len(whole) - 1, 401):
        with pytest.raises(CannotReadFile):
            list(read_lines(whole[:end], columns=COLUMNS))
    damaged = bytearray(whole)
    damaged[len(whole) // 2] ^= 0xFF
    with pytest.raises(CannotReadFile):
        list(read_lines(bytes(damaged), columns=COLUMNS))


def test_a_bomb_is_refused_before_it_is_opened(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_UNPACKED", 20_000_000)
    content = io.BytesIO()
    with (
        zipfile.ZipFile(content, "w", zipfile.ZIP_DEFLATED) as archive,
        archive.open("xl/worksheets/sheet1.xml", "w") as sheet,
    ):
        for _ in range(25):
            sheet.write(b"0" * 1_000_000)
    assert len(content.getvalue()) < 100_000
    with pytest.raises(CannotReadFile, match="CSV"):
        list(read_lines(content.getvalue(), columns=COLUMNS))


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "gb18030"])
def test_text_is_read_through_the_edges_of_parts(encoding: str, bank: Bank) -> None:
    rows = "".join(f"客户{number}𠮷,说明{number}的备注\n" for number in range(45_000))
    content = ("姓名,备注\n" + rows).encode(encoding)
    assert len(content) > parts.PART
    begun = files.to_look_through(kept(content, bank))
    assert begun is not None
    names = [line.cells["name"] for line in read_lines(begun[1], columns=COLUMNS)]
    assert names == [f"客户{number}𠮷" for number in range(45_000)]


def test_a_cell_without_end_is_refused_and_not_held(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST_CELL", 100_000)
    content = ('姓名,备注\n"' + "长" * 200_000).encode()
    with pytest.raises(CannotReadFile):
        list(read_lines(content, columns=COLUMNS))


def test_a_large_file_lies_sealed_on_the_disk_and_too_large_a_one_is_refused(
    bank: Bank, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Up to 200 MB; the test brings the border down to 150 kB."""
    monkeypatch.setitem(uploads._large, "customers:imports", 150_000)
    monkeypatch.setattr("yinuo.platform.takeovers.arriving.LARGEST", 150_000)
    spooled: list[bytes] = []
    keep = uploads.LargeUpload.keep

    def seen(self: uploads.LargeUpload, data: bytes) -> None:
        keep(self, data)
        self._spool.seek(0)
        spooled.append(self._spool.read())

    monkeypatch.setattr(uploads.LargeUpload, "keep", seen)
    browser = signed_in(bank.actor("east head"))
    row = "C{},李雷,13812345678,,,,\n"
    content = ("客户号,姓名,手机号\n" + row.format(1) * 4_000).encode()
    answer = browser.post("/customers/import/", {"file": named(content)})
    assert answer.status_code == 302
    assert Import.objects.get().size == len(content)
    assert not any("李雷".encode() in piece or b"13812345678" in piece for piece in spooled)
    answer = browser.post("/customers/import/", {"file": named(content * 2)})
    assert answer.status_code == 422
    assert "200 MB" in answer.content.decode()

    def full(_self: object, _data: bytes) -> None:
        raise OSError(errno.ENOSPC, "No space left on device")

    monkeypatch.setattr(uploads.LargeUpload, "keep", full)
    answer = browser.post("/customers/import/", {"file": named(content)})
    assert answer.status_code == 422
    assert "服务器" in answer.content.decode()
    assert Import.objects.count() == 1


def named(content: bytes) -> io.BytesIO:
    file = io.BytesIO(content)
    file.name = "customers.csv"
    return file


def test_nobody_brings_a_large_file_before_they_are_known() -> None:
    request = RequestFactory().post("/customers/import/")
    request.resolver_match = type("Match", (), {"view_name": "customers:imports"})()
    request.user = type("Nobody", (), {"is_authenticated": False})()
    assert uploads._most_of(request) is None
