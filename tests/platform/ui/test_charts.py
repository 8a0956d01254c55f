"""Charts: the picture, the table behind it and the records that it leads to tell the same."""

from __future__ import annotations

import xml.etree.ElementTree as ET

import pytest
from hypothesis import given
from hypothesis import strategies as st

from yinuo.platform.ui.charts.data import nice_ticks
from yinuo.platform.ui.public import (
    Mark,
    Measure,
    Series,
    Target,
    bar_chart,
    heat_map,
    line_chart,
    pareto_chart,
    sparkline,
    stacked_chart,
    target_gauge,
)

ATTACK = '"><script>alert(1)</script>'
PERCENT = Measure(decimals=1, suffix="%")
MARKS = [
    Mark(label="Cards", value=40, href="/cases?cause=cards"),
    Mark(label="Loans", value=30),
    Mark(label="Fees", value=20),
    Mark(label="Other", value=None),
]
SERIES = [Series(name="Kept", marks=MARKS), Series(name="Broken", marks=MARKS)]


def parsed(chart: str) -> ET.Element:
    return ET.fromstring(chart)  # noqa: S314  # we wrote it


def every_chart() -> dict[str, str]:
    words = {"title": "Causes", "description": "What customers complain about."}
    return {
        "line": line_chart(**words, series=SERIES),
        "bar": bar_chart(**words, marks=MARKS),
        "pareto": pareto_chart(**words, marks=MARKS),
        "stacked": stacked_chart(**words, series=SERIES),
        "gauge": target_gauge(
            **words,
            value=92.1,
            target=Target(value=90, label="Target"),
            measure=PERCENT,
            href="/cases?cause=cards",
        ),
        "heat": heat_map(**words, rows=SERIES),
    }


@pytest.mark.parametrize("kind", ["line", "bar", "pareto", "stacked", "gauge", "heat"])
def test_every_picture_has_a_name_a_description_a_table_and_a_way_to_its_records(kind: str) -> None:
    chart = parsed(every_chart()[kind])
    picture = chart.find(".//svg[@viewBox][@role]")
    assert picture is not None
    assert picture.findtext("title") == "Causes"
    assert picture.findtext("desc") == "What customers complain about."
    assert chart.find(".//details//table") is not None
    assert {link.get("href") for link in picture.iter("a")} == {"/cases?cause=cards"}
    assert "style" not in {name for element in chart.iter() for name in element.keys()}  # noqa: SIM118


def test_the_table_says_what_the_bars_show() -> None:
    chart = parsed(bar_chart(title="t", description="d", marks=MARKS))
    rows = {row.findtext("th"): row.findtext("td") for row in chart.findall(".//tbody/tr")}
    assert rows == {"Cards": "40", "Loans": "30", "Fees": "20", "Other": "—"}
    widths = [float(bar.get("width", 0)) for bar in chart.iter("rect") if "mark" in (bar.get("class") or "")]
    assert widths[0] * 3 / 4 == pytest.approx(widths[1], abs=0.02)
    assert widths[0] / 2 == pytest.approx(widths[2], abs=0.02)


def test_a_pareto_chart_orders_the_causes_and_picks_the_vital_few() -> None:
    marks = [Mark(label="c", value=5), Mark(label="a", value=80), Mark(label="b", value=15)]
    chart = parsed(pareto_chart(title="t", description="d", marks=marks))
    rows = [
        (row.findtext("th"), [cell.text for cell in row.findall("td")])
        for row in chart.findall(".//tbody/tr")
    ]
    assert rows == [("a", ["80", "80.0%"]), ("b", ["15", "95.0%"]), ("c", ["5", "100.0%"])]
    columns = [bar.get("class") for bar in chart.iter("rect")]
    assert columns == ["mark fill-1", "mark fill-quiet", "mark fill-quiet"]


def test_what_was_not_measured_is_a_gap_and_not_zero() -> None:
    marks = [Mark(label=str(place), value=value) for place, value in enumerate([1, 2, None, 4, 5])]
    chart = parsed(line_chart(title="t", description="d", series=[Series(name="s", marks=marks)]))
    assert len([path for path in chart.iter("path") if "line" in (path.get("class") or "")]) == 2
    assert len(list(chart.iter("circle"))) == 4


def test_stacked_parts_stand_on_each_other() -> None:
    series = [
        Series(name="a", marks=[Mark(label="x", value=30)]),
        Series(name="b", marks=[Mark(label="x", value=10)]),
    ]
    chart = parsed(stacked_chart(title="t", description="d", series=series))
    low, high = (bar for bar in chart.iter("rect") if "mark" in (bar.get("class") or ""))
    assert float(high.get("y", 0)) + float(high.get("height", 0)) == pytest.approx(
        float(low.get("y", 0)), abs=1.1
    )


def test_the_deepest_cell_is_the_highest_value() -> None:
    rows = [Series(name="Mon", marks=[Mark(label=str(hour), value=hour) for hour in range(6)])]
    chart = parsed(heat_map(title="t", description="d", rows=rows))
    shades = [cell.get("class") for cell in chart.iter("rect") if "heat" in (cell.get("class") or "")]
    assert shades == [f"mark heat-{level}" for level in range(6)]


@pytest.mark.parametrize("draw", [bar_chart, pareto_chart])
def test_contents_cannot_bring_markup_to_bars(draw: object) -> None:
    marks = [Mark(label=ATTACK, value=1, href="/?q=" + ATTACK)]
    chart = draw(title=ATTACK, description=ATTACK, marks=marks)  # type: ignore[operator]
    assert "<script" not in chart
    parsed(chart)


def test_contents_cannot_bring_markup_anywhere() -> None:
    series = [
        Series(name=ATTACK, marks=[Mark(label=ATTACK, value=1, href=ATTACK, colour=ATTACK)], colour=ATTACK)
    ] * 2
    target = Target(value=1, label=ATTACK)
    words = {"title": ATTACK, "description": ATTACK}
    for chart in (
        line_chart(**words, series=series, target=target),
        stacked_chart(**words, series=series),
        heat_map(**words, rows=series),
        target_gauge(
            **words, value=1, target=target, measure=Measure(suffix=ATTACK), href=ATTACK, tone="bad"
        ),
        sparkline(title=ATTACK, values=[1, 2]),
    ):
        assert "<script" not in chart
        parsed(chart)


@pytest.mark.parametrize("values", [[], [None], [0.0], [5.0]])
def test_few_values_are_no_trouble(values: list[float | None]) -> None:
    marks = [Mark(label="x", value=value) for value in values]
    series = [Series(name="s", marks=marks)]
    words = {"title": "t", "description": "d"}
    for chart in (
        line_chart(**words, series=series),
        bar_chart(**words, marks=marks),
        pareto_chart(**words, marks=marks),
        stacked_chart(**words, series=series),
        heat_map(**words, rows=series),
    ):
        parsed(chart)
    assert "nan" not in sparkline(title="t", values=values)
    line_chart(**words, series=[])
    heat_map(**words, rows=[])


@given(
    low=st.floats(-1e6, 1e6, allow_nan=False),
    span=st.floats(0, 1e6, allow_nan=False),
    finest=st.sampled_from([0, 1]),
)
def test_the_scale_holds_every_value_and_rises(low: float, span: float, finest: float) -> None:
    ticks = nice_ticks(low=low, high=low + span, finest=finest)
    assert ticks == sorted(set(ticks))
    assert 2 <= len(ticks) <= 8
    step = ticks[1] - ticks[0]
    assert ticks[0] <= low + step * 1e-6
    assert ticks[-1] >= low + span - step * 1e-6
