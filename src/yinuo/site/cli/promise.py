"""``yinuo promise``: the arithmetic of promises, without a running house."""

from __future__ import annotations

import json
from datetime import datetime, timedelta
from typing import Annotated

import typer

from yinuo.kernel.worktime import Calendar, CannotUseCalendar, Part, explain

promise_app = typer.Typer(help="Compute when a promise is due.")


@promise_app.callback()
def promise() -> None:
    """Compute when a promise is due."""


@promise_app.command("when")
def when(
    start: Annotated[
        str, typer.Option("--from", help="When the time begins, such as 2026-02-13T16:00+08:00.")
    ],
    hours: Annotated[float | None, typer.Option(help="How many hours.")] = None,
    days: Annotated[
        int | None, typer.Option(help="How many days; ends with the last second of the day.")
    ] = None,
    calendar: Annotated[str, typer.Option(help="A calendar's code.")] = "cn.bank",
    working: Annotated[
        bool, typer.Option("--working", help="Count open hours, or working days, only.")
    ] = False,
) -> None:
    """Print the due time and its arithmetic as JSON."""
    if (hours is None) == (days is None):
        raise typer.BadParameter("give either --hours or --days")
    try:
        found = _calendar(calendar)
        begin = _time(start, found)
        due = _due(found, begin, hours=hours, days=days, working=working)
        by_hours = working and hours is not None
        parts = explain(found, begin, due) if (due - begin).days < 3_700 else []
    except CannotUseCalendar as refusal:
        raise typer.BadParameter(str(refusal)) from None
    told = {
        "from": begin.astimezone(found.tz).isoformat(),
        "due": due.astimezone(found.tz).isoformat(),
        "calendar": calendar,
        "zone": found.zone,
        "clock": "working" if working else "natural",
        "provisional": working and found.is_provisional(begin, due),
        "official_through": found.official_through.isoformat() if found.official_through else None,
        "open_seconds": int(found.between(begin, due).total_seconds()),
        "arithmetic": [_part(part, found, counts=part.counted or not by_hours) for part in parts],
    }
    typer.echo(json.dumps(told, ensure_ascii=False, indent=2))


def _due(
    found: Calendar, begin: datetime, *, hours: float | None, days: int | None, working: bool
) -> datetime:
    if days is not None:
        return found.add_days(begin, days, working=working)
    try:
        amount = timedelta(hours=hours or 0)
    except (OverflowError, ValueError):
        raise typer.BadParameter("hours: give an amount between nothing and a hundred years") from None
    if working:
        return found.add(begin, amount)
    from yinuo.kernel.worktime import ALWAYS

    return ALWAYS.add(begin, amount)


def _calendar(code: str) -> Calendar:
    """A built-in calendar as it comes with the product; any other from the house."""
    from yinuo.core.calendars.builtin import built_in

    found = built_in(code)
    if found is None:
        raise typer.BadParameter(
            f"calendar: {code!r} does not come with the product; choose always, cn.bank or cn.calling, "
            "or look at the page of that calendar"
        )
    return found


def _time(text: str, found: Calendar) -> datetime:
    try:
        moment = datetime.fromisoformat(text)
    except ValueError:
        raise typer.BadParameter("from: write the time as 2026-02-13T16:00+08:00") from None
    return moment if moment.tzinfo else moment.replace(tzinfo=found.tz)


def _part(part: Part, found: Calendar, *, counts: bool) -> dict[str, object]:
    told: dict[str, object] = {
        "from": part.start.astimezone(found.tz).isoformat(),
        "to": part.end.astimezone(found.tz).isoformat(),
        "counted": counts,
        "reason": part.reason.value,
    }
    if part.name:
        told |= {"name": part.name, "name_en": part.name_en}
    if part.provisional:
        told["provisional"] = True
    return told
