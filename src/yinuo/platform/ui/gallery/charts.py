"""One chart of each kind, with links into the gallery itself."""

from __future__ import annotations

from django.utils.safestring import SafeString
from django.utils.translation import gettext as _

from yinuo.platform.ui.charts.bars import bar_chart, stacked_chart
from yinuo.platform.ui.charts.data import Mark, Measure, Series, Target
from yinuo.platform.ui.charts.gauge import target_gauge
from yinuo.platform.ui.charts.heat import heat_map
from yinuo.platform.ui.charts.lines import line_chart, sparkline
from yinuo.platform.ui.charts.pareto import pareto_chart

PERCENT = Measure(decimals=1, suffix="%")
WEEKS = [f"W{week}" for week in range(36, 48)]
HREF = "#charts"
CAUSES = [
    ("信用卡收费", 214), ("服务承诺未兑现", 162), ("转账到账", 131), ("征信异议", 88), ("理财赎回", 47),
    ("网点排队", 36), ("密码重置", 21), ("其他", 18),
]  # fmt: skip


def every_chart() -> list[SafeString]:
    """The charts of the gallery, in the reader's language."""
    return [_line(), _stacked(), _pareto(), _bars(), _gauge(), _heat(), _two_lines(), _nothing_measured()]


def small_line() -> SafeString:
    """A sparkline for the figures."""
    title = _("Answered within 24 hours, last twelve weeks")
    return sparkline(
        title=title, values=[96.1, 96.8, 95.9, 97.2, 97.0, 97.9, 98.2, 97.6, 98.4, 98.1, 98.9, 98.6]
    )


def _line() -> SafeString:
    values = [94.2, 95.1, 94.8, 96.0, 97.1, 96.4, None, 97.0, 97.9, 98.2, 98.1, 98.6]
    return line_chart(
        title=_("Answered within 24 hours"),
        description=_("By week, in percent; in one week nothing was measured."),
        series=[
            Series(
                name=_("Answered in time"),
                marks=[
                    Mark(label=week, value=value, href=HREF)
                    for week, value in zip(WEEKS, values, strict=True)
                ],
                colour="good",
            )
        ],
        measure=PERCENT,
        target=Target(value=95, label=_("Target %(value)s") % {"value": "95%"}),
    )


def _two_lines() -> SafeString:
    rows = {
        _("Opened"): [31, 44, 39, 52, 47, 41, 38, 55, 61, 49, 46, 43],
        _("Resolved"): [28, 40, 42, 45, 50, 44, 39, 47, 58, 55, 49, 45],
    }
    return line_chart(
        title=_("Opened and resolved"),
        description=_("Complaints by week."),
        series=[
            Series(
                name=name,
                marks=[Mark(label=week, value=value) for week, value in zip(WEEKS, values, strict=True)],
            )
            for name, values in rows.items()
        ],
        from_zero=True,
    )


def _stacked() -> SafeString:
    verdicts = {
        _("Kept"): ("good", [118, 121, 130, 127, 141, 138]),
        _("At risk"): ("warn", [6, 9, 4, 7, 5, 4]),
        _("Broken"): ("bad", [7, 5, 6, 3, 2, 2]),
    }
    months = ["6", "7", "8", "9", "10", "11"]
    return stacked_chart(
        title=_("Promises by verdict"),
        description=_("By month; the part that was broken becomes smaller."),
        series=[
            Series(
                name=name,
                colour=colour,
                marks=[
                    Mark(label=month, value=value, href=HREF)
                    for month, value in zip(months, values, strict=True)
                ],
            )
            for name, (colour, values) in verdicts.items()
        ],
    )


def _pareto() -> SafeString:
    return pareto_chart(
        title=_("Causes by weight"),
        description=_("The few causes that make up four fifths of all complaints stand out."),
        marks=[Mark(label=cause, value=value, href=HREF) for cause, value in CAUSES],
    )


def _bars() -> SafeString:
    branches = [
        ("城东支行", 98.9, ""),
        ("城西支行", 97.4, ""),
        ("江南支行", 96.2, ""),
        ("高新支行", 93.1, "bad"),
    ]
    return bar_chart(
        title=_("Branches"),
        description=_("Share answered within 24 hours, in percent; one branch is below the target."),
        marks=[Mark(label=name, value=value, colour=colour, href=HREF) for name, value, colour in branches],
        measure=PERCENT,
        target=Target(value=95, label=_("Target %(value)s") % {"value": "95%"}),
    )


def _gauge() -> SafeString:
    return target_gauge(
        title=_("Customers who are satisfied"),
        description=_("The value with its interval, against the target: not decided yet."),
        value=92.1, low=89.6, high=94.1, target=Target(value=90, label=_("Target %(value)s") % {"value": "90%"}),
        measure=PERCENT, scale=(70, 100), tone="warn", href=HREF,
    )  # fmt: skip


def _heat() -> SafeString:
    days = [_("Mon"), _("Tue"), _("Wed"), _("Thu"), _("Fri"), _("Sat"), _("Sun")]
    hours = range(8, 22)
    return heat_map(
        title=_("When complaints come in"),
        description=_("By day and hour; Monday mornings and evenings stand out."),
        rows=[
            Series(
                name=day,
                marks=[
                    Mark(
                        label=str(hour),
                        value=max(0, 14 - abs(hour - 10) * 2 - line) + (hour > 18) * (7 - line),
                        href=HREF,
                    )
                    for hour in hours
                ],
            )
            for line, day in enumerate(days)
        ],
    )


def _nothing_measured() -> SafeString:
    return line_chart(
        title=_("A chart before its first value"),
        description=_("Nothing has been measured yet."),
        series=[Series(name=_("Value"), marks=[Mark(label=week, value=None) for week in WEEKS])],
    )
