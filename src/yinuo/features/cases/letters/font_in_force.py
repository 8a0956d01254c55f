"""Which font letters are set in, for whoever looks after the installation."""

from __future__ import annotations

from dataclasses import dataclass

from django.conf import settings


@dataclass(frozen=True, kw_only=True)
class LetterFont:
    """
    What letters are set in.

    Attributes:
        name: of the font; empty where none is embedded and readers bring their own.
        problem: why the chosen one cannot be used; empty where it can.
    """

    name: str
    path: str
    problem: str = ""


def letter_font() -> LetterFont:
    """The font in force."""
    from yinuo.features.cases.letters.setting import fonts_for  # what draws is loaded by who needs it
    from yinuo.features.cases.letters.typeface import CannotReadFont

    try:
        fonts = fonts_for()
    except CannotReadFont as error:
        return LetterFont(name="", path=str(settings.CONFIG.letter_font), problem=str(error))
    return LetterFont(name=fonts[0].name, path=str(fonts[0].path)) if fonts else LetterFont(name="", path="")
