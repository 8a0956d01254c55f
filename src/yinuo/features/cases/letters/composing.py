"""What a decision letter says, as a PDF in the institution's layout."""

from __future__ import annotations

import io
from typing import Any
from xml.sax.saxutils import escape

from django.utils import translation
from django.utils.translation import gettext as _
from reportlab.lib.colors import HexColor
from reportlab.lib.enums import TA_CENTER, TA_RIGHT
from reportlab.lib.pagesizes import A4
from reportlab.lib.styles import ParagraphStyle
from reportlab.lib.units import mm
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.platypus import HRFlowable, Paragraph, SimpleDocTemplate, Spacer

from yinuo.features.cases.letters.content import LetterContent

_FONT = "STSong-Light"
_INK, _SOFT = HexColor("#1c2430"), HexColor("#5c6675")


def letter_pdf(content: LetterContent) -> bytes:
    """The letter; the same content always gives the same bytes, so that a preview is what is issued."""
    registerFont(UnicodeCIDFont(_FONT))
    output = io.BytesIO()
    with translation.override(content.language):
        title = _("Decision on your complaint")
        document = SimpleDocTemplate(
            output,
            pagesize=A4,
            leftMargin=26 * mm,
            rightMargin=26 * mm,
            topMargin=24 * mm,
            bottomMargin=24 * mm,
            title=f"{title} {content.number}",
            author=content.institution,
            invariant=1,
        )
        document.build(_story(content, title), onFirstPage=_foot(content), onLaterPages=_foot(content))
    return output.getvalue()


def _style(size: float = 11, **more: Any) -> ParagraphStyle:
    settings = {"leading": size * 1.7, "textColor": _INK, "wordWrap": "CJK"} | more
    return ParagraphStyle(f"s{size}{sorted(more)}", fontName=_FONT, fontSize=size, **settings)


def _story(content: LetterContent, title: str) -> list[Any]:
    heading = _style(12, spaceBefore=10, spaceAfter=3)
    story: list[Any] = [
        Paragraph(escape(content.institution), _style(19, alignment=TA_CENTER)),
        HRFlowable(width="100%", thickness=1.4, color=HexColor("#b3261e"), spaceBefore=6, spaceAfter=14),
        Paragraph(escape(title), _style(16, alignment=TA_CENTER)),
        Paragraph(
            _("No. %(number)s") % {"number": content.number},
            _style(10, alignment=TA_CENTER, textColor=_SOFT, spaceAfter=14),
        ),
        Paragraph(_salutation(content), _style(11.5, spaceAfter=6)),
    ]
    sections = (
        (
            _("What you complained of"),
            _("On %(date)s you told us: %(subject)s")
            % {"date": content.voiced_date.isoformat(), "subject": content.complained},
        ),
        (_("What we found"), content.found),
        (_("What we decide"), content.decided),
        (_("On what basis"), content.basis),
        (_("Your rights"), _rights(content)),
    )
    for name, text in sections:
        if not text:
            continue
        story.append(Paragraph(escape(name), heading))
        story += [
            Paragraph(escape(line), _style(11, spaceAfter=3)) for line in text.splitlines() if line.strip()
        ]
    right = _style(11, alignment=TA_RIGHT)
    story += [
        Spacer(1, 14 * mm),
        Paragraph(escape(content.institution), right),
        Paragraph(_("(seal)"), _style(10, alignment=TA_RIGHT, textColor=_SOFT)),
        Paragraph(content.date.isoformat(), right),
    ]
    return story


def _salutation(content: LetterContent) -> str:
    if content.salutation:
        return escape(_("Dear %(name)s:") % {"name": content.salutation})
    return _("Dear customer:")


def _rights(content: LetterContent) -> str:
    return _(
        "If you do not agree, you may ask %(unit)s within 30 days of receiving this letter to review how your"
        " complaint was handled. You may also turn to mediation or arbitration, go to court, or call the"
        " financial regulator (12378) or the central bank's consumer line (12363)."
    ) % {"unit": content.superior}


def _foot(content: LetterContent) -> Any:
    def draw(canvas: Any, _document: Any) -> None:
        canvas.saveState()
        canvas.setFont(_FONT, 8.5)
        canvas.setFillColor(_SOFT)
        page = canvas.getPageNumber()
        canvas.drawString(26 * mm + 6, 13 * mm, content.number)
        canvas.drawRightString(A4[0] - 26 * mm - 6, 13 * mm, str(page))
        canvas.restoreState()

    return draw
