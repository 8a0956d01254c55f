"""What a decision letter says, as a PDF in the institution's layout."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import astuple, dataclass
from datetime import date
from typing import Any
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.pdfmetrics import stringWidth
from reportlab.platypus import HRFlowable, KeepTogether, Paragraph, SimpleDocTemplate, Spacer

from yinuo.features.cases.letters.breaking import chinese_lines
from yinuo.features.cases.letters.content import LetterContent
from yinuo.features.cases.letters.setting import font_for

_INK, _SOFT, _RED = HexColor("#1c2430"), HexColor("#5c6675"), HexColor("#b3261e")
_SIDE, _TOP, _FOOT = 26 * mm, 24 * mm, 13 * mm
_WIDTH = A4[0] - 2 * _SIDE - 2 * 6 - 0.5  # of a line: without the frame's own margins, and a hair
# What the page itself says, and digits and signs of dates and numbers.
_ALWAYS = "".join(map(chr, range(0x20, 0x7F))) + "年月日第页共"


@dataclass(frozen=True, kw_only=True)
class _Hand:
    """How one letter is set: in which font, with which texts made fit for it, in which language."""

    font: str
    fit: Callable[[str], str]
    is_chinese: bool

    def style(self, size: float = 11, **more: Any) -> ParagraphStyle:
        lines = {"leading": size * 1.7, "textColor": _INK, "allowWidows": 0, "allowOrphans": 0}
        return ParagraphStyle("line", fontName=self.font, fontSize=size, **(lines | more))

    def line(self, text: str, **style: Any) -> Paragraph:
        set_in = self.style(**style)
        lines = [self.fit(text)]
        if self.is_chinese:

            def measure(part: str) -> float:
                return float(stringWidth(part, self.font, set_in.fontSize))

            lines = chinese_lines(lines[0], width=_WIDTH, measure=measure)
        return Paragraph("<br/>".join(escape(line) for line in lines), set_in)


def letter_pdf(content: LetterContent) -> bytes:
    """The letter; the same content always gives the same bytes, so that a preview is what is issued."""
    with translation.override(content.language):
        title = _("Decision on your complaint")
        parts = _parts(content)
        texts = [text for part in parts for text in part]
        texts += [title, _ALWAYS, *(str(value) for value in astuple(content))]
        texts += [_salutation(content), _("(seal)"), _number(content), _page(1, 1)]
        with font_for("".join(texts)) as (font, fit):
            hand = _Hand(font=font, fit=fit, is_chinese=content.language.startswith("zh"))
            pages = _printed(content, title, parts, hand, pages=0)[1]
            return _printed(content, title, parts, hand, pages=pages)[0]


def _printed(
    content: LetterContent, title: str, parts: list[tuple[str, str]], hand: _Hand, *, pages: int
) -> tuple[bytes, int]:
    """The PDF, and how many pages it has; ``pages`` is what the foot says, 0 while nobody knows."""
    output = io.BytesIO()
    document = SimpleDocTemplate(
        output,
        pagesize=A4,
        leftMargin=_SIDE,
        rightMargin=_SIDE,
        topMargin=_TOP,
        bottomMargin=_TOP,
        title=hand.fit(f"{title} {content.number}"),
        author=hand.fit(content.institution),
        lang="zh-CN" if hand.is_chinese else "en",
        invariant=1,
        initialFontName=hand.font,
    )
    foot = _foot(content, hand, pages)
    document.build(_story(content, title, parts, hand), onFirstPage=foot, onLaterPages=foot)
    return output.getvalue(), document.page


def _story(content: LetterContent, title: str, parts: list[tuple[str, str]], hand: _Hand) -> list[Any]:
    story: list[Any] = [
        hand.line(content.institution, size=19, alignment=TA_CENTER),
        HRFlowable(width="100%", thickness=1.4, color=_RED, spaceBefore=6, spaceAfter=14),
        hand.line(title, size=16, alignment=TA_CENTER),
        hand.line(_number(content), size=10, alignment=TA_CENTER, textColor=_SOFT, spaceAfter=14),
        hand.line(_salutation(content), size=11.5, spaceAfter=6),
    ]
    for name, text in parts:
        story.append(hand.line(name, size=12.5, spaceBefore=10, spaceAfter=3, keepWithNext=1))
        story += [hand.line(line.strip(), spaceAfter=3) for line in text.splitlines() if line.strip()]
    # The place of the seal never stands alone on a page: the last words of the letter go with it.
    return [*story[:-1], KeepTogether([story[-1], *_signature(content, hand)])]


def _signature(content: LetterContent, hand: _Hand) -> list[Any]:
    return [
        Spacer(1, 14 * mm),
        hand.line(content.institution, alignment=TA_RIGHT),
        hand.line(_("(seal)"), size=10, alignment=TA_RIGHT, textColor=_SOFT),
        hand.line(_day(content.date), alignment=TA_RIGHT),
    ]


def _parts(content: LetterContent) -> list[tuple[str, str]]:
    """The headings with what stands below; parts without words are left out."""
    told = {"date": _day(content.voiced_date), "subject": content.complained}
    parts = [
        (_("What you complained of"), _("On %(date)s you told us: %(subject)s") % told),
        (_("What we found"), content.found),
        (_("What we decide"), content.decided),
        (_("On what basis"), content.basis),
        (_("Your rights"), _rights(content)),
    ]
    return [(name, text) for name, text in parts if text.strip()]


def _day(day: date) -> str:
    return date_format(day, "DATE_FORMAT")


def _number(content: LetterContent) -> str:
    return _("No. %(number)s") % {"number": content.number}


def _salutation(content: LetterContent) -> str:
    return _("Dear %(name)s:") % {"name": content.salutation} if content.salutation else _("Dear customer:")


def _rights(content: LetterContent) -> str:
    return _(
        "If you do not agree, you may ask %(unit)s within 30 days of receiving this letter to review how your"
        " complaint was handled. You may also turn to mediation or arbitration, go to court, or call the"
        " financial regulator (12378) or the central bank's consumer line (12363)."
    ) % {"unit": content.superior}


def _page(page: int, pages: int) -> str:
    return _("Page %(page)s of %(pages)s") % {"page": page, "pages": pages}


def _foot(content: LetterContent, hand: _Hand, pages: int) -> Any:
    def draw(canvas: Any, _document: Any) -> None:
        canvas.saveState()
        canvas.setFont(hand.font, 8.5)
        canvas.setFillColor(_SOFT)
        canvas.drawString(_SIDE + 6, _FOOT, hand.fit(content.number))
        canvas.drawRightString(A4[0] - _SIDE - 6, _FOOT, _page(canvas.getPageNumber(), pages))
        canvas.restoreState()

    return draw
