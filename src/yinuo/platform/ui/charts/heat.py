"""A heat map: when and where much happens, from paper to deep ink, with the number in every cell."""

from __future__ import annotations

import math
from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yinuo.platform.ui.charts.data import PLAIN, Mark, Measure, Series
from yinuo.platform.ui.charts.frame import WIDTH, any_links, framed, shortened, table_of
from yinuo.platform.ui.charts.svg import element, linked, text

NAMES, CELL, HEAD = 84, 24, 18
LEVELS = 5
# A cell narrower than this has no room for its number.
ROOMY = 22
# From this level on the cell is deeper than its words can be dark.
DEEP = 4


def heat_map(
    *,
    title: str,
    description: str,
    rows: Sequence[Series],
    measure: Measure = PLAIN,
    corner: str = "",
) -> SafeString:
    """One row of cells for each series; the deepest shade is the highest value of all."""
    columns = [mark.label for mark in rows[0].marks] if rows else []
    most = max((mark.value or 0 for row in rows for mark in row.marks), default=0) or 1
    across = (WIDTH - NAMES) / max(len(columns), 1)
    every = max(1, -(-max((len(label) for label in columns), default=1) * 7 // int(max(across, 1))))
    shapes: list[str] = [
        text(label, x=NAMES + across * (place + 0.5), y=11, anchor="middle")
        for place, label in enumerate(columns)
        if place % every == 0
    ]
    for line, row in enumerate(rows):
        y = HEAD + line * CELL
        shapes.append(text(shortened(row.name, room=13), x=NAMES - 8, y=y + 16, anchor="end"))
        for place, mark in enumerate(row.marks):
            cell = _cell(
                mark,
                x=NAMES + across * place,
                y=y,
                across=across,
                level=_level(mark.value, most=most),
                measure=measure,
            )
            said = f"{row.name}, {mark.label}: {measure.say(mark.value)}"
            shapes.append(linked(cell, href=mark.href, words=said))
    return framed(
        title=title,
        description=description,
        shapes=shapes,
        height=HEAD + len(rows) * CELL + 2,
        has_links=any_links(rows),
        table=table_of(series=rows, measure=measure, corner=corner or gettext("When")),
    )


def _cell(mark: Mark, *, x: float, y: float, across: float, level: int, measure: Measure) -> SafeString:
    square = element(
        "rect",
        x=x + 0.75,
        y=y + 0.75,
        width=across - 1.5,
        height=CELL - 1.5,
        rx=2,
        class_=f"mark heat-{level}",
    )
    # Numbers only where they fit; every cell says its number on hovering, and the table has them all.
    if across < ROOMY or not mark.value:
        return square
    ink = "on-dark" if level >= DEEP else "on-light"
    return square + text(measure.say(mark.value), x=x + across / 2, y=y + 16, anchor="middle", class_=ink)


def _level(value: float | None, *, most: float) -> int:
    """From paper (nothing) to deep ink (the highest value of all)."""
    return max(1, min(LEVELS, math.ceil(value * LEVELS / most))) if value else 0
