"""Letters bring their font with them: small, always the same, readable to machines, honest about what it lacks."""

from __future__ import annotations

import io
import re
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest
from fontTools.ttLib import TTFont
from pypdf import PdfReader

from tests.bank import Bank
from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.letters import typeface
from yinuo.features.cases.letters.breaking import chinese_lines
from yinuo.features.cases.letters.composing import letter_pdf
from yinuo.features.cases.letters.content import LetterContent
from yinuo.features.cases.letters.issuing import CannotWriteLetter, LetterWords, preview_letter
from yinuo.features.cases.models import Kind, Source
from yinuo.features.cases.public import letter_font, open_case, record_response
from yinuo.platform.identity.public import SYSTEM

CONTENT = LetterContent(
    institution="江海银行",
    number="TS-260302-0001",
    salutation="李䶮",
    voiced_date=date(2026, 3, 2),
    complained="重复扣费",
    found="经核实，系统重复扣费五元。",
    decided="全额退还并致歉。",
    basis="《服务协议》第三条",
    superior="江海银行总行",
    date=date(2026, 3, 6),
    language="zh-hans",
)


def bank_time(hours: int = 0) -> datetime:
    return datetime(2026, 3, 2, 3, 0, tzinfo=UTC) + timedelta(hours=hours)


def lines_of(pdf: bytes) -> list[list[str]]:
    """The lines of each page, as the map to Unicode that every font carries reads them."""
    pages = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        fonts = page["/Resources"]["/Font"].get_object()  # type: ignore[index]
        maps = {name: _unicode_of(font.get_object()) for name, font in fonts.items()}
        lines, known = [], {}
        for operands, operator in page.get_contents().operations:  # type: ignore[union-attr]
            if operator == b"Tf":
                known = maps[operands[0]]
            elif operator == b"Tj":
                piece = "".join(known[code] for code in operands[0].original_bytes)
                lines.append(piece)
            elif operator == b"T*":
                lines.append("\n")
        pages.append([line for line in "".join(lines).split("\n") if line])
    return pages


def _unicode_of(font: Any) -> dict[int, str]:
    text = font["/ToUnicode"].get_data().decode()
    return {int(code, 16): chr(int(char, 16)) for code, char in re.findall(r"<(\w\w)> <(\w{4})>\n", text)}


def pages_of(pdf: bytes) -> list[str]:
    """What a machine reads on each page, without the breaks of lines."""
    return ["".join(lines) for lines in lines_of(pdf)]


def fonts_of(pdf: bytes) -> list[tuple[str, bool]]:
    """The fonts of the pages, and whether they are embedded as TrueType."""
    found = []
    for page in PdfReader(io.BytesIO(pdf)).pages:
        for font in page["/Resources"]["/Font"].get_object().values():  # type: ignore[index]
            one = font.get_object()
            found.append((str(one["/BaseFont"]), "/FontFile2" in one.get("/FontDescriptor", {})))
    return found


@pytest.mark.parametrize("language", ["zh-hans", "en"])
def test_every_font_is_embedded_and_the_text_can_be_read_by_machines(language: str) -> None:
    pdf = letter_pdf(replace(CONTENT, language=language))
    assert fonts_of(pdf)
    assert all(embedded for _name, embedded in fonts_of(pdf))
    text = "".join(pages_of(pdf))
    for part in ("江海银行", "李䶮", "经核实，系统重复扣费五元。", "《服务协议》第三条", "12378"):
        assert part in text
    assert len(pdf) < 100_000


def test_pages_say_which_they_are_and_the_seal_never_stands_alone() -> None:
    longest = max(
        (letter_pdf(replace(CONTENT, found="经核实，系统重复扣费。\n" * lines)) for lines in range(8, 32, 3)),
        key=lambda pdf: len(pages_of(pdf)),
    )
    pages = pages_of(longest)
    assert len(pages) == 2
    assert "第 1 页，共 2 页" in pages[0]
    assert "第 2 页，共 2 页" in pages[1]
    for lines in range(8, 32, 3):
        last = pages_of(letter_pdf(replace(CONTENT, found="经核实，系统重复扣费。\n" * lines)))[-1]
        assert "（盖章）" in last
        assert "12363" in last, "the last words go with the seal"


def test_lines_never_begin_with_a_mark_that_ends_something() -> None:
    for shift in range(1, 40, 3):
        text = (
            "字" * shift
            + "经核实，系统在同一分钟内两次提交了交易指令，确认责任在我行；已退还（全额）、致歉。" * 3
        )
        lines = [line for page in lines_of(letter_pdf(replace(CONTENT, found=text))) for line in page]
        assert len(lines) > 10
        assert not [line for line in lines if line[0] in "，。；、）》" or line[-1] in "（《"]


@pytest.mark.parametrize(
    ("text", "lines"),
    [
        ("一二三四五六", ["一二三四", "五六"]),
        ("一二三四。五", ["一二三", "四。五"]),
        ("一二（三四）、五", ["一二（三", "四）、五"]),
        ("一二三《四》", ["一二三", "《四》"]),
        ("付款 12.50 元", ["付款", "12.50 元"]),
        ("ABCDEFGHIJKLM", ["ABCDEFGH", "IJKLM"]),
        ("", []),
    ],
)
def test_lines_end_where_chinese_allows_it(text: str, lines: list[str]) -> None:
    def measure(part: str) -> float:
        return sum(0.5 if char.isascii() else 1.0 for char in part)

    assert chinese_lines(text, width=4, measure=measure) == lines


def test_a_character_that_no_font_has_is_marked_and_never_silently_a_box() -> None:
    text = "".join(pages_of(letter_pdf(replace(CONTENT, complained="扣费\U0001f4b0两次\u202e\ufe0f"))))
    assert "扣费〓两次" in text


def test_what_staff_write_has_to_be_drawable(bank: Bank) -> None:
    opened = open_case(
        kind=Kind.COMPLAINT,
        source=Source.HOTLINE,
        subject="重复扣费\U0001f4b0",
        text="转账一次扣了两次费。",
        customer=CustomerDetails(name="李雷"),
        path=bank.east,
        actor=SYSTEM,
        now=bank_time(),
    )
    record_response(case_id=opened.id, text="已核实并退回，请查收。", actor=SYSTEM, now=bank_time(1))
    words = LetterWords(found="经核实\U0001f4b0", decided="退还", basis="")
    with pytest.raises(CannotWriteLetter, match="\U0001f4b0"):
        preview_letter(case_id=opened.id, words=words, actor=SYSTEM, now=bank_time(2))
    fine = preview_letter(
        case_id=opened.id, words=replace(words, found="经核实"), actor=SYSTEM, now=bank_time(2)
    )
    assert fine.startswith(b"%PDF")


def test_the_same_letter_is_the_same_bytes_also_at_once_with_others() -> None:
    letters = [
        replace(CONTENT, found=f"经核实，第{number}笔。" + chr(0x4E00 + number * 50)) for number in range(8)
    ]
    alone = [letter_pdf(letter) for letter in letters]
    with ThreadPoolExecutor(4) as pool:
        assert list(pool.map(letter_pdf, letters * 2)) == alone * 2


@pytest.mark.parametrize("place", [*typeface.PLACES, *typeface.MORE])
def test_outlines_of_both_kinds_become_quadratic_and_keep_their_widths(place: Path) -> None:
    if not place.is_file():
        pytest.skip("this machine lacks that font")
    source = typeface.opened(place)
    made = TTFont(io.BytesIO(typeface.subset("诺é", (source,))))
    assert "glyf" in made
    for char in "诺é":
        if ord(char) in source.known:
            width, _left = made["hmtx"][made.getBestCmap()[ord(char)]]
            scale = 1000 / source.font["head"].unitsPerEm
            assert width == round(source.glyphs[source.known[ord(char)]].width * scale)
            assert made["glyf"][made.getBestCmap()[ord(char)]].numberOfContours > 0


def test_without_a_font_readers_bring_theirs_and_the_administrator_is_told(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(typeface, "PLACES", ())
    monkeypatch.setattr(typeface, "PACKAGE", "no_such_package")
    assert letter_font().name == ""
    pdf = letter_pdf(CONTENT)
    assert b"STSong-Light" in pdf
    assert typeface.lacking("龍\U0001f4b0", ()) == "\U0001f4b0"


def test_the_settings_choose_a_font_and_a_wrong_one_is_named(settings: Any, tmp_path: Path) -> None:
    serif = typeface.PLACES[1]
    settings.CONFIG = replace(settings.CONFIG, letter_font=serif)
    assert (letter_font().path, letter_font().problem) == (str(serif), "")
    broken = tmp_path / "broken.ttf"
    broken.write_bytes(b"no font at all")
    for path in (broken, tmp_path / "absent.otf", Path("/usr/share/fonts/truetype/dejavu/DejaVuSans.ttf")):
        settings.CONFIG = replace(settings.CONFIG, letter_font=path)
        assert letter_font().problem
