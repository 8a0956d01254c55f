"""What all charts share: the picture with its name and description, the legend, the table behind it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from django.template.loader import render_to_string
from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yinuo.platform.ui.charts.data import Measure, Series, Target, colour_of
from yinuo.platform.ui.charts.svg import element, joined, line, text

WIDTH = 480
LEFT, RIGHT, TOP, BOTTOM = 38, 12, 14, 24


@dataclass(frozen=True, kw_only=True)
class Table:
    """The same values in rows: ``corner`` names the first column."""

    corner: str
    columns: Sequence[str]
    rows: Sequence[tuple[str, Sequence[str]]]


@dataclass(frozen=True, kw_only=True)
class Plane:
    """Where values lie in the picture: ``ticks`` span the height between top and bottom."""

    ticks: Sequence[float]
    places: int
    height: int = 220
    bottom: int = BOTTOM
    left: int = LEFT
    right: int = RIGHT

    def y(self, value: float) -> float:
        low, high = self.ticks[0], self.ticks[-1]
        return self.height - self.bottom - (value - low) / (high - low) * (self.height - TOP - self.bottom)

    @property
    def step(self) -> float:
        return (WIDTH - self.left - self.right) / max(self.places, 1)

    def middle(self, place: int) -> float:
        return self.left + self.step * (place + 0.5)

    def scale(self, measure: Measure) -> SafeString:
        """Quiet lines at round values, said at the left."""
        short = measure.roughly(self.ticks)
        return joined(
            line(
                x1=self.left,
                x2=WIDTH - self.right,
                y1=self.y(tick),
                y2=self.y(tick),
                class_="axis" if i == 0 else "grid",
            )
            + text(short.say(tick), x=self.left - 6, y=self.y(tick) + 4, anchor="end")
            for i, tick in enumerate(self.ticks)
        )

    def names(self, labels: Sequence[str]) -> SafeString:
        """The labels beneath, thinned out until they fit; on a phone every second one is left out."""
        longest = max((_breadth(label) for label in labels), default=1)
        every = max(1, -(-int(longest * 6.2 + 8) // int(max(self.step, 1))))
        shown = [place for place in range(len(labels)) if (len(labels) - 1 - place) % every == 0]
        return joined(
            text(
                labels[place],
                x=self.middle(place),
                y=self.height - 7,
                anchor="middle",
                class_="spare" if order % 2 else None,
            )
            for order, place in enumerate(reversed(shown))
        )

    def nothing(self) -> SafeString:
        """Words in the middle for a chart before its first value."""
        middle = (self.left + WIDTH - self.right) / 2
        return text(
            gettext("nothing measured yet"), x=middle, y=self.height / 2, anchor="middle", class_="nothing"
        )

    def target(self, target: Target | None) -> SafeString:
        """The line to reach, with its name above its right end."""
        if target is None:
            return joined([])
        y = self.y(target.value)
        return line(x1=self.left, x2=WIDTH - self.right, y1=y, y2=y, class_="target") + text(
            target.label, x=WIDTH - self.right, y=y - 4, anchor="end", class_="strong"
        )


def framed(
    *,
    title: str,
    description: str,
    shapes: Sequence[str],
    height: float,
    table: Table,
    legend: Sequence[tuple[str, str]] = (),
    has_links: bool = False,
) -> SafeString:
    """
    A whole chart.

    Args:
        description: one sentence that says what the picture shows; read out, and shown beneath the title.
        legend: pairs of colour and name.
        has_links: a picture with links is a group of them; without, it is one image.
    """
    picture = element(
        "svg",
        element("title", title),
        element("desc", description),
        *shapes,
        viewBox=f"0 0 {WIDTH} {height:g}",
        role="group" if has_links else "img",
        aria_label=title,
    )
    return render_to_string(
        "ui/charts/chart.html",
        {"title": title, "description": description, "picture": picture, "legend": legend, "table": table},
    )


def table_of(*, series: Sequence[Series], measure: Measure, corner: str) -> Table:
    """Series as columns, labels as rows."""
    labels = [mark.label for mark in series[0].marks] if series else []
    return Table(
        corner=corner,
        columns=[one.name for one in series],
        rows=[
            (label, [measure.say(one.marks[row].value) for one in series]) for row, label in enumerate(labels)
        ],
    )


def legend_of(series: Sequence[Series]) -> list[tuple[str, str]]:
    """Colours and names, when there is more than one series to tell apart."""
    if len(series) < 2:  # one series is named by the title
        return []
    return [(colour_of(one.colour, place=place), one.name) for place, one in enumerate(series)]


def any_links(series: Sequence[Series]) -> bool:
    """Whether a mark leads anywhere."""
    return any(mark.href for one in series for mark in one.marks)


def shortened(words: str, *, room: int) -> str:
    """``words`` within ``room`` half-widths (a Chinese character takes two), cut with an ellipsis."""
    if _breadth(words) <= room:
        return words
    kept = ""
    for character in words:
        if _breadth(kept + character) > room - 1:
            break
        kept += character
    return kept + "…"


def two_lines(words: str, *, room: int) -> list[str]:
    """``words`` on at most two lines of ``room`` half-widths each."""
    first = ""
    for character in words:
        if _breadth(first + character) > room:
            break
        first += character
    space = first.rfind(" ")
    if first != words and space > 0:
        first = first[: space + 1]
    rest = words[len(first) :]
    return [first.strip(), shortened(rest, room=room)] if rest else [first]


def _breadth(words: str) -> int:
    return sum(2 if ord(character) > 0x2E7F else 1 for character in words)  # where CJK begins
