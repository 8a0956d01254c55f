"""The published complaint process: to read, to print, and to see what was in force on any day."""

from __future__ import annotations

from datetime import date, datetime, time

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.timezone import get_current_timezone, localtime

from yinuo.features.cases.portal.published import published_process
from yinuo.platform.identity.public import PageRequest, public_page

FIRST_YEAR, LAST_YEAR = 2000, 2100


@public_page()
def process_page(request: PageRequest) -> HttpResponse:
    """What we promise and by when, as the policies in force say it."""
    day = _day(request.GET.get("on", ""))
    today = localtime(request.now).date()
    # Any other day is looked at as it ended.
    at = request.now if day in {None, today} else _end_of(day or today)
    return render(
        request,
        "cases/portal_process.html",
        {"process": published_process(at=at), "day": day or today, "is_today": at == request.now, "at": at},
    )


def _day(text: str) -> date | None:
    try:
        day = date.fromisoformat(text)
    except ValueError:
        return None
    return day if FIRST_YEAR <= day.year <= LAST_YEAR else None


def _end_of(day: date) -> datetime:
    return datetime.combine(day, time.max, tzinfo=get_current_timezone())
