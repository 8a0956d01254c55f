"""Pareto: causes by their weight, and the few that matter."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import accumulate

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yinuo.platform.ui.charts.bars import column
from yinuo.platform.ui.charts.data import PLAIN, Mark, Measure, colour_of, nice_ticks
from yinuo.platform.ui.charts.frame import WIDTH, Plane, Table, framed, two_lines
from yinuo.platform.ui.charts.svg import element, joined, line, linked, points, text

PERCENT = Measure(decimals=1, suffix="%")


def pareto_chart(
    *,
    title: str,
    description: str,
    marks: Sequence[Mark],
    measure: Measure = PLAIN,
    vital: float = 80.0,
) -> SafeString:
    """
    Causes from the heaviest down, with their running share: the few that make up ``vital`` percent stand out.

    Marks are put in order here; the line reads against the right-hand scale, 0 to 100 percent.
    """
    ordered = sorted(marks, key=lambda mark: -(mark.value or 0))
    whole = sum(mark.value or 0 for mark in ordered) or 1
    shares = [100 * part / whole for part in accumulate(mark.value or 0 for mark in ordered)]
    plane = Plane(
        ticks=nice_ticks(low=0, high=ordered[0].value or 1 if ordered else 1, finest=measure.finest),
        places=len(ordered),
        height=252,
        bottom=38,
        right=40,
    )
    shapes = [plane.scale(measure)]
    for place, mark in enumerate(ordered):
        before = shares[place - 1] if place else 0.0
        colour = colour_of(mark.colour, "1" if before < vital else "quiet", place=0)
        said = f"{mark.label}: {measure.say(mark.value)}, {PERCENT.say(shares[place])}"
        bar = column(plane, place=place, low=0, high=mark.value or 0, colour=colour)
        shapes += [linked(bar, href=mark.href, words=said), _name(plane, place=place, label=mark.label)]
    shapes.append(_running_share(plane, shares=shares, vital=vital))
    return framed(
        title=title,
        description=description,
        shapes=shapes,
        height=plane.height,
        has_links=any(mark.href for mark in marks),
        table=_table(ordered, shares=shares, measure=measure),
    )


def _table(ordered: Sequence[Mark], *, shares: Sequence[float], measure: Measure) -> Table:
    return Table(
        corner=gettext("Cause"),
        columns=[gettext("Value"), gettext("Running share")],
        rows=[
            (mark.label, [measure.say(mark.value), PERCENT.say(share)])
            for mark, share in zip(ordered, shares, strict=True)
        ],
    )


def _name(plane: Plane, *, place: int, label: str) -> SafeString:
    return joined(
        text(
            words,
            x=plane.middle(place),
            y=plane.height - 20 + row * 13,
            anchor="middle",
            class_="spare" if place % 2 else None,
        )
        for row, words in enumerate(two_lines(label, room=max(int(plane.step / 5.6), 4)))
    )


def _running_share(plane: Plane, *, shares: Sequence[float], vital: float) -> SafeString:
    right = Plane(
        ticks=[0, 100], places=plane.places, height=plane.height, bottom=plane.bottom, right=plane.right
    )
    end = WIDTH - plane.right
    path = (
        points((plane.middle(place), right.y(share)) for place, share in enumerate(shares))
        if shares
        else "M0 0"
    )
    return joined(
        [
            line(x1=plane.left, x2=end, y1=right.y(vital), y2=right.y(vital), class_="target"),
            *(text(f"{share}%", x=end + 6, y=right.y(share) + 4) for share in (0, 50, 100)),
            text(f"{vital:g}%", x=end + 6, y=right.y(vital) + 4, class_="strong"),
            element("path", d=path, class_="line stroke-4"),
            *(
                element("circle", cx=plane.middle(place), cy=right.y(share), r=3, class_="dot fill-4")
                for place, share in enumerate(shares)
            ),
        ]
    )
