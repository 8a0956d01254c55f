"""A calendar as plain data, as it is stored and exchanged."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date
from typing import Any

from yinuo.kernel.worktime.calendar import Calendar
from yinuo.kernel.worktime.checks import WEEKDAYS
from yinuo.kernel.worktime.days import DatedException, Kind
from yinuo.kernel.worktime.errors import CannotUseCalendar
from yinuo.kernel.worktime.spans import Span, span_of


def calendar_from(data: Mapping[str, Any]) -> Calendar:
    """
    Read ``{"zone", "week": {"mon": ["09:00-17:30"]}, "exceptions": [...], "official_from", "official_through"}``.

    Raises:
        CannotUseCalendar: something is missing or cannot be right; ``field`` names it.
    """
    week = data.get("week")
    if not isinstance(week, Mapping) or set(week) - set(WEEKDAYS):
        raise CannotUseCalendar(
            field="week", problem="unknown_weekday", sentence=f"write the days as {', '.join(WEEKDAYS)}."
        )
    exceptions = data.get("exceptions", [])
    if not isinstance(exceptions, list):
        raise CannotUseCalendar(field="exceptions", problem="no_list", sentence="exceptions are a list.")
    return Calendar(
        zone=data.get("zone", ""),
        week=tuple(_spans(week.get(name, []), field=f"week.{name}") for name in WEEKDAYS),
        exceptions=tuple(_exception(one, number) for number, one in enumerate(exceptions, start=1)),
        official_from=_date(data.get("official_from"), field="official_from"),
        official_through=_date(data.get("official_through"), field="official_through"),
    )


def data_of(calendar: Calendar) -> dict[str, Any]:
    """The calendar as ``calendar_from`` reads it."""
    return {
        "zone": calendar.zone,
        "week": {
            name: [str(span) for span in spans]
            for name, spans in zip(WEEKDAYS, calendar.week, strict=True)
            if spans
        },
        "exceptions": [
            {
                "date": one.date.isoformat(),
                "kind": one.kind.value,
                "hours": [str(span) for span in one.spans],
                "name": one.name,
                "name_en": one.name_en,
            }
            for one in calendar.exceptions
        ],
        "official_from": calendar.official_from.isoformat() if calendar.official_from else None,
        "official_through": calendar.official_through.isoformat() if calendar.official_through else None,
    }


def _exception(given: object, number: int) -> DatedException:
    if not isinstance(given, Mapping):
        raise CannotUseCalendar(
            field=f"exceptions.{number}", problem="no_exception", sentence="give a date and a kind."
        )
    day = _date(given.get("date"), field=f"exceptions.{number}.date")
    if day is None:
        raise CannotUseCalendar(
            field=f"exceptions.{number}.date", problem="date_missing", sentence="give the date."
        )
    field = f"exceptions.{day.isoformat()}"
    kinds = [kind.value for kind in Kind]
    if given.get("kind") not in kinds:
        raise CannotUseCalendar(
            field=field,
            problem="unknown_kind",
            value=str(given.get("kind")),
            sentence=f"the kind is one of {', '.join(kinds)}.",
        )
    return DatedException(
        date=day,
        kind=Kind(given["kind"]),
        spans=_spans(given.get("hours", []), field=field),
        name=str(given.get("name", "")),
        name_en=str(given.get("name_en", "")),
    )


def _spans(given: object, *, field: str) -> tuple[Span, ...]:
    if isinstance(given, str) or not isinstance(given, Sequence):
        raise CannotUseCalendar(field=field, problem="no_hours", sentence="write a list of hours.")
    return tuple(span_of(str(one), field=field) for one in given)


def _date(given: object, *, field: str) -> date | None:
    if given is None or given == "":
        return None
    try:
        return date.fromisoformat(str(given))
    except ValueError:
        raise CannotUseCalendar(
            field=field, problem="no_date", value=str(given), sentence="write the date as 2026-01-31."
        ) from None
