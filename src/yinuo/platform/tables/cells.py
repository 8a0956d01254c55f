"""What a cell must not hold, and how it is shown without saying what it holds."""

from __future__ import annotations

import re

_FORMULA = ("=", "@", "\t")
_READ_AS_FORMULA = ("=", "+", "-", "@", "\t", "\r", "|", "%")
_SIGNS = ("+", "-")
_CONTROL = re.compile("[\x00-\x1f\ufffd]")
_CONTROL_IN_PROSE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffd]")


def fault_of(cell: str, *, longest: int, signs: bool = False, prose: bool = False) -> str:
    """
    A code for what is wrong with a cell, empty where nothing is: ``too_long``, ``formula``, ``control``.

    Args:
        longest: characters.
        signs: it may begin with plus or minus, as phone numbers do.
        prose: it is written text: it may have several lines, and begin as sentences do.
    """
    if len(cell) > longest:
        return "too_long"
    if cell.startswith("=") or (not prose and cell.startswith(_FORMULA)):
        return "formula"
    if not (signs or prose) and cell.startswith(_SIGNS):
        return "formula"
    if (_CONTROL_IN_PROSE if prose else _CONTROL).search(cell):
        return "control"
    return ""


def mask_cell(cell: str) -> str:
    """Enough of a cell to recognise it in the file: its first and last character, and its length."""
    if not cell:
        return ""
    if len(cell) <= 3:
        return "*" * len(cell)
    shown = [character if character.isalnum() else "·" for character in (cell[0], cell[-1])]
    stars = "*" * (len(cell) - 2) if len(cell) <= 24 else f"*** ({len(cell)})"
    return f"{shown[0]}{stars}{shown[1]}" if len(cell) <= 24 else f"{shown[0]}{stars}"


def harmless(cell: str) -> str:
    """The cell, with an apostrophe before it where a spreadsheet would read it as a formula."""
    return f"'{cell}" if cell.startswith(_READ_AS_FORMULA) else cell
