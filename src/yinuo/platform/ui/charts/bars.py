"""Bars: values side by side, and parts of wholes (stacked)."""

from __future__ import annotations

from collections.abc import Sequence

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yinuo.platform.ui.charts.data import PLAIN, Mark, Measure, Series, Target, colour_of, nice_ticks
from yinuo.platform.ui.charts.frame import (
    WIDTH,
    Plane,
    any_links,
    framed,
    legend_of,
    shortened,
    table_of,
)
from yinuo.platform.ui.charts.svg import element, line, linked, text

ROW, NAMES, ENDS = 28, 132, 52
PERCENT = Measure(decimals=1, suffix="%")


def bar_chart(
    *,
    title: str,
    description: str,
    marks: Sequence[Mark],
    measure: Measure = PLAIN,
    corner: str = "",
    target: Target | None = None,
) -> SafeString:
    """Lying bars, one for each mark in the given order: names have room, whatever the language."""
    most = max([mark.value or 0 for mark in marks] + ([target.value] if target else []), default=0) or 1
    across = (WIDTH - NAMES - ENDS) / most
    top = 16 if target else 2
    shapes = [
        _lying_bar(mark, y=top + row * ROW, length=(mark.value or 0) * across, measure=measure)
        for row, mark in enumerate(marks)
    ]
    height = top + len(marks) * ROW + 2
    if target:
        x = NAMES + target.value * across
        shapes += [
            line(x1=x, x2=x, y1=top - 2, y2=height, class_="target"),
            text(target.label, x=x, y=11, anchor="middle", class_="strong"),
        ]
    series = [Series(name=gettext("Value"), marks=marks)]
    return framed(
        title=title,
        description=description,
        shapes=shapes,
        height=height,
        has_links=any_links(series),
        table=table_of(series=series, measure=measure, corner=corner or gettext("Item")),
    )


def _lying_bar(mark: Mark, *, y: float, length: float, measure: Measure) -> SafeString:
    colour = colour_of(mark.colour, place=0)
    said = measure.say(mark.value)
    return linked(
        element("rect", x=0, y=y, width=WIDTH, height=ROW, fill_opacity=0),
        text(shortened(mark.label, room=22), x=NAMES - 8, y=y + 18, anchor="end"),
        element(
            "rect",
            x=NAMES,
            y=y + 6,
            width=max(length, 1),
            height=ROW - 12,
            rx=2,
            class_=f"mark fill-{colour}",
        ),
        text(said, x=WIDTH, y=y + 18, anchor="end", class_="strong"),
        href=mark.href,
        words=f"{mark.label}: {said}",
    )


def stacked_chart(
    *,
    title: str,
    description: str,
    series: Sequence[Series],
    measure: Measure = PLAIN,
) -> SafeString:
    """Standing columns, each label's series on top of each other from the first up."""
    labels = [mark.label for mark in series[0].marks] if series else []
    wholes = [sum(one.marks[place].value or 0 for one in series) for place in range(len(labels))]
    plane = Plane(
        ticks=nice_ticks(low=0, high=max(wholes, default=1) or 1, finest=measure.finest), places=len(labels)
    )
    shapes: list[str] = [plane.scale(measure), plane.names(labels)]
    for place in range(len(labels)):
        reached = 0.0
        for order, one in enumerate(series):
            mark = one.marks[place]
            if not mark.value:
                continue
            colour = colour_of(mark.colour, one.colour, place=order)
            part = column(plane, place=place, low=reached, high=reached + mark.value, colour=colour)
            shapes.append(
                linked(part, href=mark.href, words=f"{mark.label}, {one.name}: {measure.say(mark.value)}")
            )
            reached += mark.value
    return framed(
        title=title,
        description=description,
        shapes=shapes,
        height=plane.height,
        legend=legend_of(series),
        has_links=any_links(series),
        table=table_of(series=series, measure=measure, corner=gettext("When")),
    )


def column(plane: Plane, *, place: int, low: float, high: float, colour: str) -> SafeString:
    breadth = min(plane.step * 0.66, 44)
    bottom, top = plane.y(low), plane.y(high)
    # A hair of paper between parts keeps them apart without lines.
    gap = 1 if bottom < plane.height - plane.bottom and bottom - top > 2 else 0
    return element(
        "rect",
        x=plane.middle(place) - breadth / 2,
        y=top,
        width=breadth,
        height=max(bottom - top - gap, 0.5),
        rx=1.5,
        class_=f"mark fill-{colour}",
    )
