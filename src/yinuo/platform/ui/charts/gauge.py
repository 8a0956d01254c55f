"""A target and how near one is, told honestly: the value with its interval, on one line with the target."""

from __future__ import annotations

from dataclasses import dataclass

from django.utils.safestring import SafeString
from django.utils.translation import gettext

from yinuo.platform.ui.charts.data import Measure, Target
from yinuo.platform.ui.charts.frame import WIDTH, Table, framed
from yinuo.platform.ui.charts.svg import element, joined, line, linked, text

SIDE, MIDDLE, HEIGHT = 12, 34, 66


@dataclass(frozen=True, kw_only=True)
class Scale:
    """The line on which value and target lie, from ``low`` at its left end to ``high`` at its right."""

    low: float
    high: float

    def x(self, value: float) -> float:
        """Where ``value`` lies; what is beyond an end stays at the end."""
        share = (value - self.low) / ((self.high - self.low) or 1)
        return SIDE + min(max(share, 0), 1) * (WIDTH - 2 * SIDE)

    def drawn(self, measure: Measure) -> SafeString:
        """The line itself, its ends named."""
        return joined(
            [
                element(
                    "rect", x=SIDE, y=MIDDLE - 3, width=WIDTH - 2 * SIDE, height=6, rx=3, class_="fill-quiet"
                ),
                text(measure.say(self.low), x=SIDE, y=HEIGHT - 6),
                text(measure.say(self.high), x=WIDTH - SIDE, y=HEIGHT - 6, anchor="end"),
            ]
        )

    def interval(self, low: float | None, high: float | None) -> SafeString:
        """The stretch in which the true value lies; nothing when it is not known."""
        if low is None or high is None:
            return joined([])
        left, width = self.x(low), max(self.x(high) - self.x(low), 2)
        return element("rect", x=left, y=MIDDLE - 9, width=width, height=18, rx=4, class_="band")


def target_gauge(
    *,
    title: str,
    description: str,
    value: float | None,
    target: Target,
    measure: Measure,
    low: float | None = None,
    high: float | None = None,
    scale: tuple[float, float] = (0.0, 100.0),
    tone: str = "quiet",
    href: str = "",
) -> SafeString:
    """
    Where a value stands against its target.

    Args:
        low, high: the interval in which the true value lies; None shows none.
        scale: what the two ends of the line mean.
        tone: good, warn, bad or quiet, as the verdict says.
    """

    ground = Scale(low=scale[0], high=scale[1])
    x, at = ground.x, ground.x(target.value)
    shapes = [
        ground.drawn(measure),
        ground.interval(low, high),
        line(x1=at, x2=at, y1=MIDDLE - 14, y2=MIDDLE + 12, class_="target"),
        text(target.label, x=at, y=HEIGHT - 6, anchor=_anchor(at), class_="strong"),
    ]
    if value is not None:
        dot = element("circle", cx=x(value), cy=MIDDLE, r=6.5, class_=f"mark dot fill-{tone}")
        words = text(measure.say(value), x=x(value), y=MIDDLE - 16, anchor=_anchor(x(value)), class_="strong")
        shapes.append(linked(dot, words, href=href, words=f"{title}: {measure.say(value)}"))
    numbers = {
        gettext("Value"): value,
        gettext("Target"): target.value,
        gettext("At least"): low,
        gettext("At most"): high,
    }
    return framed(
        title=title,
        description=description,
        shapes=shapes,
        height=HEIGHT,
        has_links=bool(href),
        table=Table(
            corner=gettext("Figure"),
            columns=[gettext("Value")],
            rows=[(name, [measure.say(number)]) for name, number in numbers.items()],
        ),
    )


def _anchor(x: float) -> str:
    """Words near an end of the line lean inwards."""
    if x < 50:  # half of a long label
        return "start"
    return "end" if x > WIDTH - 50 else "middle"
