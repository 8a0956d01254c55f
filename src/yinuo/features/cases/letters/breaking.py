"""Where lines of Chinese end: between characters, never before a mark that ends something nor after one that opens."""

from __future__ import annotations

import re
from collections.abc import Callable

OPENS = "（《〈「『【〔“‘([{"
ENDS = "，。、；：？！）》〉」』】〕”’…—·％,.;:?!)]}%"
# A word or a number with its signs stays whole; blanks go with what stands before them.
_PIECE = re.compile(r"[A-Za-z0-9][A-Za-z0-9.,:/_+@#&-]*\s*|.\s*", re.DOTALL)


def chinese_lines(text: str, *, width: float, measure: Callable[[str], float]) -> list[str]:
    """
    The lines of a paragraph, each at most ``width`` long, unless one piece alone is longer.

    Args:
        measure: how long a text is, in the unit of ``width``.
    """
    lines, line = [], ""
    for piece in _unbroken(text):
        if line and measure((line + piece).rstrip()) > width:
            lines.append(line.rstrip())
            line = ""
        while measure(piece.rstrip()) > width and len(piece) > 1:  # a word longer than the line
            fits = max(1, next(n for n in range(len(piece), 0, -1) if n == 1 or measure(piece[:n]) <= width))
            lines.append(piece[:fits])
            piece = piece[fits:]  # noqa: PLW2901
        line += piece
    return [*lines, line.rstrip()] if line.strip() else lines


def _unbroken(text: str) -> list[str]:
    """The pieces between which a line may end."""
    pieces: list[str] = []
    for piece in _PIECE.findall(text):
        if pieces and (piece[0] in ENDS or pieces[-1].rstrip()[-1:] in OPENS):
            pieces[-1] += piece
        else:
            pieces.append(piece)
    return pieces
