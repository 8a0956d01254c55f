"""The font that letters are set in, for the length of one letter."""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from threading import Lock

from django.conf import settings
from reportlab.pdfbase.cidfonts import UnicodeCIDFont
from reportlab.pdfbase.pdfmetrics import registerFont
from reportlab.pdfbase.ttfonts import TTFont

from yinuo.features.cases.letters import typeface

STANDARD = "STSong-Light"  # named and not embedded: readers bring a font for it
EMBEDDED = "YinuoLetter"
_one_at_a_time = Lock()  # fonts are known to the library by name, to all threads


def not_drawable(text: str) -> str:
    """The characters of a text that a letter cannot show, each once."""
    return typeface.lacking(text, fonts_for(text))


@contextmanager
def font_for(texts: str) -> Iterator[tuple[str, Callable[[str], str]]]:
    """
    A registered font that holds the characters of ``texts``.

    Yields:
        its name, and what makes a text fit for it: what cannot be drawn becomes a mark that readers see.
    """
    fonts = fonts_for(texts)
    with _one_at_a_time:
        if fonts:
            _register(TTFont(EMBEDDED, io.BytesIO(typeface.subset(typeface.drawable(texts), fonts))))
        else:
            registerFont(UnicodeCIDFont(STANDARD))
        missing = set(typeface.lacking(texts, fonts))

        def fit(text: str) -> str:
            return "".join(typeface.UNKNOWN if char in missing else char for char in typeface.drawable(text))

        yield EMBEDDED if fonts else STANDARD, fit


def _register(font: TTFont) -> None:
    """In the place of the letter before; a font that counts as dynamic would be refused silently, its name is taken."""
    font._dynamicFont = 0
    registerFont(font)
    font._dynamicFont = 1


def fonts_for(text: str = "") -> tuple[typeface.Source, ...]:
    """
    The fonts in force, the main one first.

    Raises:
        CannotReadFont: the one that the settings name is none.
    """
    return typeface.sources(settings.CONFIG.letter_font, text)
