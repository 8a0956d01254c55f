"""A year of a calendar as twelve months of days."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.formats import date_format
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from yinuo.kernel.worktime import Calendar, Day, DayKind


@dataclass(frozen=True, kw_only=True)
class Cell:
    """One day as shown."""

    date: date
    look: str
    title: str
    is_today: bool
    chosen: bool


@dataclass(frozen=True, kw_only=True)
class Month:
    """One month: rows of seven, None where the week belongs to a neighbour."""

    name: str
    weeks: list[list[Cell | None]]
    working: int


@dataclass(frozen=True, kw_only=True)
class Year:
    """Twelve months, and how many days of each kind they hold."""

    number: int
    months: list[Month]
    working: int
    makeup: int
    holidays: int
    rest: int
    provisional: bool


@dataclass(frozen=True, kw_only=True)
class DayDetail:
    """One day with its hours and why it is what it is."""

    date: date
    kind: str
    look: str
    hours: list[str]
    reasons: list[str]
    provisional: bool


def labels() -> dict[DayKind, str]:
    """What each kind of day is called."""
    return {
        DayKind.WORKING: _("working day"),
        DayKind.REST: _("day of rest"),
        DayKind.HOLIDAY: _("holiday"),
        DayKind.MAKEUP: _("make-up day"),
    }


def year_of(calendar: Calendar, *, number: int, today: date, chosen: date | None) -> Year:
    """The year ``number`` as twelve months."""
    names = labels()
    counts: Counter[DayKind] = Counter()
    months, provisional = [], False
    for month in range(1, 13):
        first = date(number, month, 1)
        cells: list[Cell | None] = [None] * first.weekday()
        here, working = first, 0
        while here.month == month:
            day = calendar.day(here)
            counts[day.kind] += 1
            working += day.works
            provisional = provisional or day.provisional
            cells.append(_cell(day, names, today=today, chosen=chosen))
            here += timedelta(days=1)
        cells += [None] * (-len(cells) % 7)
        weeks = [cells[at : at + 7] for at in range(0, len(cells), 7)]
        months.append(Month(name=date_format(first, "F"), weeks=weeks, working=working))
    return Year(
        number=number,
        months=months,
        working=counts[DayKind.WORKING] + counts[DayKind.MAKEUP],
        makeup=counts[DayKind.MAKEUP],
        holidays=counts[DayKind.HOLIDAY],
        rest=counts[DayKind.REST],
        provisional=provisional,
    )


def detail_of(calendar: Calendar, day: date) -> DayDetail:
    """One day, explained."""
    found = calendar.day(day)
    reasons = []
    for one in found.exceptions:
        name = _name(one.name, one.name_en)
        hours = ", ".join(str(span) for span in one.spans)
        reasons.append(" · ".join(part for part in (name, hours) if part))
    return DayDetail(
        date=day,
        kind=labels()[found.kind],
        look=found.kind.value.lower(),
        hours=[str(span) for span in found.spans],
        reasons=reasons,
        provisional=found.provisional,
    )


def _cell(day: Day, names: dict[DayKind, str], *, today: date, chosen: date | None) -> Cell:
    words = [date_format(day.date, "Y-m-d"), names[day.kind]]
    words += [_name(one.name, one.name_en) for one in day.exceptions if one.name or one.name_en]
    words += [", ".join(str(span) for span in day.spans)] if day.spans else []
    words += [_("provisional")] if day.provisional else []
    changed = " changed" if day.exceptions and day.kind is DayKind.WORKING else ""
    return Cell(
        date=day.date,
        look=day.kind.value.lower() + changed + (" provisional" if day.provisional else ""),
        title=" · ".join(words),
        is_today=day.date == today,
        chosen=day.date == chosen,
    )


def _name(name: str, name_en: str) -> str:
    return name if (get_language() or "").startswith("zh") else name_en or name
