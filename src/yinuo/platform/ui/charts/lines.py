"""Lines: how values went over time, held against a target; and the sparkline, a line without words."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yinuo.platform.ui.charts.data import PLAIN, Measure, Series, Target, colour_of, nice_ticks
from yinuo.platform.ui.charts.frame import Plane, any_links, framed, legend_of, table_of
from yinuo.platform.ui.charts.svg import element, joined, linked, points


def line_chart(
    *,
    title: str,
    description: str,
    series: Sequence[Series],
    measure: Measure = PLAIN,
    target: Target | None = None,
    from_zero: bool = False,
) -> SafeString:
    """
    One line for each series; what was not measured is a gap.

    Args:
        from_zero: whether the scale begins at zero; otherwise near the lowest value.
    """
    values = [mark.value for one in series for mark in one.marks if mark.value is not None]
    values += [target.value] if target else []
    low = 0.0 if from_zero or not values else min(values)
    labels = [mark.label for mark in series[0].marks] if series else []
    ticks = nice_ticks(low=low, high=max(values, default=1.0), finest=measure.finest)
    plane = Plane(ticks=ticks, places=len(labels))
    shapes = [plane.scale(measure), plane.names(labels), plane.target(target)]
    if not any(mark.value is not None for one in series for mark in one.marks):
        shapes.append(plane.nothing())
    shapes += [
        _line(one, plane=plane, measure=measure, place=place, filled=from_zero and len(series) == 1)
        for place, one in enumerate(series)
    ]
    return framed(
        title=title,
        description=description,
        shapes=shapes,
        height=plane.height,
        legend=legend_of(series),
        has_links=any_links(series),
        table=table_of(series=series, measure=measure, corner=gettext("When")),
    )


def _line(one: Series, *, plane: Plane, measure: Measure, place: int, filled: bool) -> SafeString:
    colour = colour_of(one.colour, place=place)
    shapes: list[str] = []
    floor = plane.y(plane.ticks[0])
    for run in _runs(one):
        places = [(plane.middle(x), plane.y(value)) for x, value in run]
        if filled and len(places) > 1:
            area = points([(places[0][0], floor), *places, (places[-1][0], floor)]) + "Z"
            shapes.append(element("path", d=area, class_=f"area fill-{colour}"))
        shapes.append(element("path", d=points(places), class_=f"line stroke-{colour}"))
    for x, mark in enumerate(one.marks):
        if mark.value is not None:
            dot = element(
                "circle",
                cx=plane.middle(x),
                cy=plane.y(mark.value),
                r=3.5,
                class_=f"mark dot fill-{colour_of(mark.colour, colour, place=place)}",
            )
            shapes.append(
                linked(dot, href=mark.href, words=f"{one.name}, {mark.label}: {measure.say(mark.value)}")
            )
    return joined(shapes)


def _runs(one: Series) -> list[list[tuple[int, float]]]:
    """The stretches of a series without a gap."""
    numbered = [(x, mark.value) for x, mark in enumerate(one.marks)]
    return [
        [(x, value) for x, value in run if value is not None]
        for measured, run in groupby(numbered, key=lambda pair: pair[1] is not None)
        if measured
    ]


def sparkline(*, title: str, values: Sequence[float | None], colour: str = "1") -> SafeString:
    """A line as small as a word, for figures and tables; the last value carries a dot."""
    known = [(x, value) for x, value in enumerate(values) if value is not None]
    if not known:
        return joined([])
    low, high = min(value for _, value in known), max(value for _, value in known)
    across, span = 116 / max(len(values) - 1, 1), high - low or 1.0
    places = [(2 + x * across, 22 - (value - low) / span * 18) for x, value in known]
    shade = colour_of(colour, place=0)
    end = places[-1]
    picture = element(
        "svg",
        element("title", title),
        element("path", d=points(places), class_=f"line stroke-{shade}", vector_effect="non-scaling-stroke"),
        element("circle", cx=end[0], cy=end[1], r=2.5, class_=f"fill-{shade}"),
        viewBox="0 0 122 26",
        role="img",
        class_="sparkline",
        preserveAspectRatio="xMinYMid meet",
    )
    return element("span", picture, class_="chart")
