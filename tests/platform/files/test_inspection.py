"""What is taken, what is not, and what is taken out of it."""

from __future__ import annotations

import io

import pytest
from hypothesis import given
from hypothesis import strategies as st
from PIL import Image

from tests.platform.files import samples
from yinuo.platform.files.content import is_text, kind_of
from yinuo.platform.files.errors import CannotTakeFile
from yinuo.platform.files.inspection import LARGEST_FILE, inspect
from yinuo.platform.files.names import LONGEST_NAME, mask_file_name, safe_name


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("回单.jpg", samples.jpeg()),
        ("回单.JPEG", samples.jpeg()),
        ("shot.png", samples.png()),
        ("合同.pdf", samples.PDF),
        ("说明.docx", samples.document()),
        ("说明.txt", "年费三百元".encode()),
        ("账单.csv", "日期,金额\n8月14日,300".encode("gb18030")),
        ("call.mp3", b"ID3\x04" + bytes(200)),
        ("call.wav", b"RIFF\x24\x00\x00\x00WAVEfmt " + bytes(40)),
    ],
)
def test_what_customers_send_is_taken(name: str, data: bytes) -> None:
    assert inspect(name=name, data=data).name.rpartition(".")[0] == name.rpartition(".")[0]


@pytest.mark.parametrize(
    ("why", "name", "data"),
    [
        ("empty", "a.txt", b""),
        ("larger than 20 MB", "a.txt", b"a" * (LARGEST_FILE + 1)),
        ("not taken", "a.exe", b"MZ\x90\x00" + bytes(100)),
        ("not taken", "a.svg", b'<svg onload="alert(1)"/>' + bytes(3)),
        ("not what its name says", "photo.jpg", samples.PDF),
        ("not what its name says", "page.html", b"<script>alert(1)</script>"),
        ("not what its name says", "invoice.pdf.exe", samples.PDF),
        ("not what its name says", "no-ending", samples.PDF),
        ("not taken", "a.zip", samples.plain_archive()),
        ("damaged", "a.docx", b"PK\x03\x04" + bytes(60)),
        ("damaged", "a.jpg", samples.jpeg()[:200]),
        ("too many pixels", "a.png", samples.flood()),
        ("unpack to far more", "a.docx", samples.document(word__bomb=bytes(60 * 2**20))),
        ("macros", "a.docx", samples.archive_with("word/vbaProject.bin")),
        ("macros", "a.docx", samples.archive_with("word/inside.zip")),
        ("macros", "a.docx", samples.archive_with("../../etc/passwd")),
        ("macros", "a.docx", samples.archive_with("/etc/passwd")),
    ],
)
def test_what_is_not_taken_is_refused_with_what_to_do(why: str, name: str, data: bytes) -> None:
    with pytest.raises(CannotTakeFile, match=why):
        inspect(name=name, data=data)


def test_a_photograph_comes_out_upright_without_what_the_camera_added() -> None:
    sent = samples.jpeg(behind=b"<script>alert(1)</script>")
    assert samples.CAMERA.encode() in sent
    kept = inspect(name="a.jpg", data=sent).data
    assert samples.CAMERA.encode() not in kept
    assert b"hidden words" not in kept
    assert b"script" not in kept
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.size == (20, 40)
        assert not picture.getexif()


def test_transparency_stays() -> None:
    kept = inspect(name="a.png", data=samples.png()).data
    with Image.open(io.BytesIO(kept)) as picture:
        assert picture.getpixel((0, 0)) == (0, 0, 255, 128)


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("../../etc/passwd.txt", "passwd.txt"),
        ("C:\\Users\\me\\回单.pdf", "回单.pdf"),
        ("a\u202efdp.txt", "afdp.txt"),
        ("a\r\nSet-Cookie: x.txt", "aSet-Cookie_ x.txt"),
        ("con.txt", "file_con.txt"),
        (".txt", "txt.txt"),
        ("…", "….txt"),
        ('a"b<c>.txt', "a_b_c_.txt"),
    ],
)
def test_names_are_made_harmless(given_name: str, kept: str) -> None:
    assert safe_name(given_name, extension="txt" if not given_name.endswith("pdf") else "pdf") == kept


@given(st.text(max_size=300))
def test_any_name_becomes_one_that_every_system_takes(name: str) -> None:
    kept = safe_name(name, extension="pdf")
    assert kept.endswith(".pdf")
    assert 5 <= len(kept) <= LONGEST_NAME
    assert kept.isprintable() or " " in kept
    assert not set(kept) & set('/\\<>:"|?*')


def test_a_masked_name_tells_nothing_of_its_owner() -> None:
    assert mask_file_name("李雷身份证.jpg") == "李***.jpg"


@given(st.binary(max_size=400))
def test_any_bytes_are_judged_without_an_accident(data: bytes) -> None:
    try:
        kind = kind_of(data)
    except CannotTakeFile:
        return
    assert kind is None or kind.extensions


def test_text_with_control_characters_is_no_text() -> None:
    assert is_text("好\n".encode())
    assert not is_text(b"a\x00b")
    assert not is_text(b"a\x1b[31m")
