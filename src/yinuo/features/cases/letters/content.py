"""What a decision letter says."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

LANGUAGES = ("zh-hans", "en")


@dataclass(frozen=True, kw_only=True)
class LetterContent:
    """
    What one letter says.

    Attributes:
        salutation: the customer's name in clear; the letter is for them and lies under seal.
        complained: what they complained of, in a line.
        superior: the unit that reviews the handling when asked.
    """

    institution: str
    number: str
    salutation: str
    voiced_date: date
    complained: str
    found: str
    decided: str
    basis: str
    superior: str
    date: date
    language: str
