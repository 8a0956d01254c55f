"""From upload to download: sealed in the store, scanned, on record, and only for those who may."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID, uuid4

import pytest
from django.conf import settings as house
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from tests.bank import Bank, found_bank
from tests.complaints import file_complaint
from tests.people import signed_in
from tests.platform.files import samples
from tests.platform.files.clamd import clamd
from yinuo.features.cases.models import Case
from yinuo.features.cases.operations.attach_to_case import CannotAttach, attach_as_customer, attach_to_case
from yinuo.features.cases.public import OpenedCase, Source, record_response, resolve_case
from yinuo.platform.audit.public import records_of
from yinuo.platform.files import inspection, store
from yinuo.platform.files.errors import CannotOpenFile, CannotTakeFile
from yinuo.platform.files.models import StoredFile
from yinuo.platform.files.operations.hand_out_file import hand_out_file
from yinuo.platform.files.operations.scan_waiting_file import ScannerIsAway, scan_waiting_file
from yinuo.platform.files.public import (
    CheckedUploads,
    Upload,
    check_uploads,
    files_of,
    hand_out_to_customer,
    sweep_store,
)
from yinuo.platform.identity.public import SYSTEM
from yinuo.platform.vault.models import DataKey
from yinuo.platform.vault.public import CannotOpen
from yinuo.site.file_store import storage_settings

NOW = datetime(2026, 11, 24, 2, 0, tzinfo=UTC)
SECRET = "尾号8821的流水"
LETTER = Upload(name="李雷的说明.txt", data=SECRET.encode())


@pytest.fixture
def bank(db: None) -> Bank:
    return found_bank()


@pytest.fixture
def opened(bank: Bank) -> OpenedCase:
    return file_complaint(bank.east, now=NOW, source=Source.WEB_FORM)


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, settings: Settings) -> Path:
    """A store of the test's own."""
    place = tmp_path / "files"
    settings.STORAGES = {**settings.STORAGES, "files": storage_settings(None, home=tmp_path)}
    return place


def with_scanner(monkeypatch: pytest.MonkeyPatch, address: str | None) -> None:
    monkeypatch.setattr(house, "CONFIG", replace(house.CONFIG, virus_scanner=address))


def attach(opened: OpenedCase, *uploads: Upload, token: str = "") -> UUID:
    checked = check_uploads(uploads or [LETTER])
    return attach_as_customer(token=token or opened.tracking_token, checked=checked, now=NOW)[0]


def stored(place: Path) -> list[Path]:
    return [path for path in place.rglob("*") if path.is_file()]


def test_a_file_lies_sealed_and_comes_back_whole(opened: OpenedCase, bank: Bank, folder: Path) -> None:
    file_id = attach(opened)
    [lying] = stored(folder)
    assert SECRET.encode() not in lying.read_bytes()
    assert "李雷" not in str(lying)
    row = StoredFile.objects.get(pk=file_id)
    assert SECRET.encode() not in bytes(row.sealed_key) + bytes(row.sealed_name)
    file = hand_out_file(file_id=file_id, actor=bank.actor("east head"), now=NOW)
    assert file is not None
    assert (file.name, file.data) == (LETTER.name, LETTER.data)


def test_reading_is_on_record_without_a_name(opened: OpenedCase, bank: Bank) -> None:
    file_id = attach(opened)
    hand_out_file(file_id=file_id, actor=bank.actor("east head"), now=NOW)
    records = records_of(f"case:{opened.id}")
    assert [record.action for record in records][-2:] == ["file.attached", "file.read"]
    assert "李" not in str([record.facts for record in records])


def test_a_download_is_no_page_of_ours(opened: OpenedCase, bank: Bank) -> None:
    file_id = attach(opened)
    browser = signed_in(bank.actor("east head"))
    answer = browser.get(reverse("files:file", args=[file_id]))
    assert answer.status_code == 200
    assert answer["Content-Disposition"].startswith("attachment; filename*=utf-8''")
    assert answer["Content-Security-Policy"] == "sandbox; default-src 'none'"
    assert answer["X-Content-Type-Options"] == "nosniff"
    assert "no-store" in answer["Cache-Control"]


def test_another_branch_finds_no_file(opened: OpenedCase, bank: Bank) -> None:
    file_id = attach(opened)
    assert hand_out_file(file_id=file_id, actor=bank.actor("west head"), now=NOW) is None
    assert signed_in(bank.actor("west head")).get(reverse("files:file", args=[file_id])).status_code == 404
    assert signed_in(bank.actor("west head")).get(reverse("files:file", args=[uuid4()])).status_code == 404
    assert Client().get(reverse("files:file", args=[file_id])).status_code == 302


def test_the_customer_sees_their_files_and_those_meant_for_them(opened: OpenedCase, bank: Bank) -> None:
    subject, actor = f"case:{opened.id}", bank.actor("east head")
    theirs = attach(opened)
    checked = check_uploads([Upload(name="内部.txt", data=b"internal"), Upload(name="b.txt", data=b"b")])
    inner = attach_to_case(case_id=opened.id, checked=checked, for_customer=False, actor=actor, now=NOW)
    letter = attach_to_case(
        case_id=opened.id,
        checked=check_uploads([Upload(name="决定书.pdf", data=samples.PDF)]),
        for_customer=True,
        actor=actor,
        now=NOW,
    )
    assert {file.id for file in files_of(subject=subject, for_customer=True)} == {theirs, *letter}
    assert len(files_of(subject=subject)) == 4
    assert hand_out_to_customer(file_id=inner[0], subject=subject) is None
    assert hand_out_to_customer(file_id=letter[0], subject="case:" + str(uuid4())) is None
    assert hand_out_to_customer(file_id=letter[0], subject=subject) is not None


def test_lists_show_masked_names(opened: OpenedCase) -> None:
    attach(opened)
    assert [file.name for file in files_of(subject=f"case:{opened.id}")] == ["李***.txt"]


def test_one_refused_file_refuses_all_and_leaves_nothing(opened: OpenedCase, folder: Path) -> None:
    with pytest.raises(CannotTakeFile, match="File 2: "):
        attach(opened, LETTER, Upload(name="a.exe", data=b"MZ\x90\x00"))
    assert not StoredFile.objects.exists()
    assert stored(folder) == []


def test_a_write_that_fails_leaves_nothing_in_the_store(opened: OpenedCase, folder: Path) -> None:
    record_response(case_id=opened.id, text="我们已核实并退回年费。", actor=SYSTEM, now=NOW)
    resolve_case(case_id=opened.id, cause="C07", actor=SYSTEM, now=NOW)
    with pytest.raises(CannotAttach):
        attach(opened)
    DataKey.objects.filter(owner=Case.objects.get(pk=opened.id).customer_id).delete()
    Case.objects.filter(pk=opened.id).update(state="OPEN")
    with pytest.raises(CannotOpen):
        attach(opened)
    assert stored(folder) == []


def test_a_matter_holds_so_many_files_and_no_more(
    opened: OpenedCase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("yinuo.platform.files.operations.attach_files.MOST_FILES", 2)
    attach(opened, LETTER, LETTER)
    with pytest.raises(CannotTakeFile, match="At most 2 files"):
        attach(opened)
    monkeypatch.setattr("yinuo.platform.files.operations.attach_files.MOST_FILES", inspection.MOST_FILES)
    monkeypatch.setattr(
        "yinuo.platform.files.operations.attach_files.LARGEST_TOTAL", 3 * len(LETTER.data) - 1
    )
    with pytest.raises(CannotTakeFile, match="200 MB together"):
        attach(opened)
    assert len(stored(folder)) == 2


def test_a_content_that_was_changed_or_swapped_does_not_open(
    opened: OpenedCase, bank: Bank, folder: Path
) -> None:
    first, second = attach(opened), attach(opened, Upload(name="b.txt", data=b"another"))
    rows = {row.pk: folder / row.location for row in StoredFile.objects.all()}
    good = rows[first].read_bytes()
    rows[first].write_bytes(rows[second].read_bytes())
    with pytest.raises(CannotOpenFile, match="not what was stored"):
        hand_out_file(file_id=first, actor=bank.actor("east head"), now=NOW)
    rows[first].write_bytes(good[:-1] + bytes([good[-1] ^ 1]))
    with pytest.raises(CannotOpenFile, match="not what was stored"):
        hand_out_file(file_id=first, actor=bank.actor("east head"), now=NOW)
    rows[first].unlink()
    with pytest.raises(store.StoreIsAway):
        hand_out_file(file_id=first, actor=bank.actor("east head"), now=NOW)


def test_destroying_the_customers_key_closes_the_file_for_ever(opened: OpenedCase, bank: Bank) -> None:
    file_id = attach(opened)
    DataKey.objects.filter(owner=Case.objects.get(pk=opened.id).customer_id).delete()
    with pytest.raises(CannotOpen):
        hand_out_file(file_id=file_id, actor=bank.actor("east head"), now=NOW)


def test_a_virus_is_refused_at_the_door(
    opened: OpenedCase, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with clamd() as address:
        with_scanner(monkeypatch, address)
        with pytest.raises(CannotTakeFile, match="virus scanner refuses"):
            attach(opened, Upload(name="a.txt", data=samples.VIRUS.encode()))
        assert stored(folder) == []
        clean = attach(opened)
    assert StoredFile.objects.get(pk=clean).state == "READY"


@pytest.mark.parametrize(
    "answer", [b"stream: Heuristics ERROR\0", b"INSTREAM size limit exceeded. ERROR\0", b""]
)
def test_without_a_plain_answer_a_file_is_kept_and_closed(
    opened: OpenedCase, bank: Bank, monkeypatch: pytest.MonkeyPatch, answer: bytes
) -> None:
    with clamd(answer=answer or b"\0") as address:
        with_scanner(monkeypatch, address)
        file_id = attach(opened)
    with pytest.raises(CannotOpenFile, match="waits for its virus scan"):
        hand_out_file(file_id=file_id, actor=bank.actor("east head"), now=NOW)
    with pytest.raises(ScannerIsAway):
        scan_waiting_file(file_id=file_id, now=NOW)
    with clamd() as address:
        with_scanner(monkeypatch, address)
        scan_waiting_file(file_id=file_id, now=NOW)
    assert hand_out_file(file_id=file_id, actor=bank.actor("east head"), now=NOW) is not None


def test_a_virus_found_later_is_destroyed(
    opened: OpenedCase, bank: Bank, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    with_scanner(monkeypatch, "tcp://127.0.0.1:1")
    file_id = attach(opened, Upload(name="a.txt", data=samples.VIRUS.encode()))
    with clamd() as address:
        with_scanner(monkeypatch, address)
        scan_waiting_file(file_id=file_id, now=NOW)
    assert stored(folder) == []
    with pytest.raises(CannotOpenFile, match="destroyed"):
        hand_out_file(file_id=file_id, actor=bank.actor("east head"), now=NOW)
    page = signed_in(bank.actor("east head")).get(reverse("files:file", args=[file_id]))
    assert page.status_code == 409
    assert records_of(f"case:{opened.id}")[-1].facts["clean"] is False


def test_a_house_that_never_kept_a_file_has_nothing_to_sweep(settings: Settings, tmp_path: Path) -> None:
    settings.STORAGES = {**settings.STORAGES, "files": storage_settings(None, home=tmp_path / "new")}
    assert list(store.locations()) == []


def test_what_an_interrupted_write_left_is_swept_away(opened: OpenedCase, folder: Path) -> None:
    attach(opened)
    store.put(b"orphan")
    assert sweep_store(now=datetime.now(UTC)) == 0
    assert sweep_store(now=datetime.now(UTC) + timedelta(days=2)) == 1
    assert len(stored(folder)) == 1


def test_nothing_attached_is_nothing_written(opened: OpenedCase) -> None:
    nothing = CheckedUploads(files=(), scanned=True)
    assert attach_as_customer(token=opened.tracking_token, checked=nothing, now=NOW) == ()
