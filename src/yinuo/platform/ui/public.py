"""The door of the ui room: what a room offers in the frame, and the charts that it may show."""

from yinuo.platform.ui.charts.bars import bar_chart, stacked_chart
from yinuo.platform.ui.charts.data import Mark, Measure, Series, Target
from yinuo.platform.ui.charts.gauge import target_gauge
from yinuo.platform.ui.charts.heat import heat_map
from yinuo.platform.ui.charts.lines import line_chart, sparkline
from yinuo.platform.ui.charts.pareto import pareto_chart
from yinuo.platform.ui.navigation import (
    BarItem,
    NavigationItem,
    PersonLink,
    SearchPage,
    home_of,
    register_bar_item,
    register_navigation,
    register_person_link,
    register_search,
)
from yinuo.platform.ui.refusals import add_refusal
from yinuo.platform.ui.staff.errors import problem_page

__all__ = [
    "BarItem",
    "Mark",
    "Measure",
    "NavigationItem",
    "PersonLink",
    "SearchPage",
    "Series",
    "Target",
    "add_refusal",
    "bar_chart",
    "heat_map",
    "home_of",
    "line_chart",
    "pareto_chart",
    "problem_page",
    "register_bar_item",
    "register_navigation",
    "register_person_link",
    "register_search",
    "sparkline",
    "stacked_chart",
    "target_gauge",
]
