"""The ten months before the bank had yinuo: cases of the system before it, taken over from its file."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import datetime, timedelta

from django.utils import timezone

from yinuo.features.cases.public import take_over_cases
from yinuo.site.demo.organisation import Bank
from yinuo.site.demo.people import Customer
from yinuo.site.demo.plot import DAY, PAST_DAYS, PlannedCase
from yinuo.site.demo.words import read

TAKEN_OVER_BY = "JH0203"
HEADS = (
    "编号",
    "标题",
    "内容",
    "类型",
    "渠道",
    "级别",
    "客户号",
    "提出时间",
    "答复内容",
    "答复时间",
    "办结时间",
    "原因",
    "机构号",
    "专员工号",
)


def taken_over_at(*, now: datetime) -> datetime:
    """When the file was taken over: with the first days of the new house."""
    return now - (PAST_DAYS - 1) * DAY


def take_over_former_cases(
    *, cases: Sequence[PlannedCase], customers: Sequence[Customer], bank: Bank, now: datetime
) -> None:
    """Take the file of the former system over, as a supervisor does."""
    at = taken_over_at(now=now)
    rows = [_row(number, case, customers, at) for number, case in enumerate(cases, start=1)]
    table = io.StringIO()
    csv.writer(table).writerows([HEADS, *rows])
    take_over_cases(
        content=table.getvalue().encode(),
        path=bank.paths["HQ"],
        actor=bank.staff[TAKEN_OVER_BY],
        now=at,
        step=lambda _rows, _taken: None,
    )


def _row(number: int, case: PlannedCase, customers: Sequence[Customer], at: datetime) -> list[str]:
    answer = next(step for step in case.steps if step.act == "answer")
    end = next(step for step in case.steps if step.act == "resolve")
    # What the move found open was settled before it, a few hours apart.
    resolved_at = min(end.at, at - timedelta(minutes=7 * number % 600))
    return [
        f"{case.voiced_at:%Y}-{number:06}",
        case.subject,
        case.text,
        case.kind,
        case.source,
        case.level,
        customers[case.customer].number,
        _written(case.voiced_at),
        answer.text,
        _written(answer.at),
        _written(max(resolved_at, answer.at)),
        end.text,
        case.unit,
        _specialist(case.unit, number),
    ]


def _written(at: datetime) -> str:
    return f"{timezone.localtime(at):%Y-%m-%d %H:%M:%S}"


def _specialist(unit: str, number: int) -> str:
    """Whoever of the unit had the case, in turn; blank where nobody is left."""
    there = [
        row["number"]
        for row in read("staff")
        if row["unit"] == unit and "COMPLAINT_SPECIALIST" in row["roles"]
    ]
    return str(there[number % len(there)]) if there else ""
