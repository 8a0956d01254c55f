"""
Days from a file, read but not taken: a person looks at them first.

Feeds of holidays hold days that are no holidays: observances, school holidays, remembrance days. What looks like one is
marked as doubtful and left out unless somebody takes it.
"""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import TYPE_CHECKING

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError

if TYPE_CHECKING:
    from icalendar import Component

LARGEST = 1_000_000  # bytes
MOST_DAYS = 2_000
LONGEST_EVENT = 31  # days
_OBSERVED = re.compile(
    r"observance|observed|remembrance|season|school|equinox|solstice|纪念日|节气|学校|寒假|暑假",
    re.IGNORECASE,
)
_WORKED = re.compile(r"make-?up|working day|调休|上班|补班", re.IGNORECASE)
_KINDS = {"holiday": "HOLIDAY", "makeup_workday": "MAKEUP", "makeup": "MAKEUP"}


class CannotImportDays(DomainError):
    """The file is no list of days."""

    code = "calendar.cannot_import"


@dataclass(frozen=True, kw_only=True)
class FoundDay:
    """
    One day in a file.

    Attributes:
        doubt: why it may be no holiday; empty where nothing speaks against it.
    """

    date: date
    kind: str
    name: str
    name_en: str = ""
    doubt: str = ""


def days_from(*, content: bytes, filename: str) -> list[FoundDay]:
    """
    Read a file of holidays: CSV with ``date,kind,name_zh,name_en``, or iCalendar.

    Raises:
        CannotImportDays: too large, unreadable, or without days.
    """
    if len(content) > LARGEST:
        raise CannotImportDays(_("file: larger than one megabyte; a list of holidays is not."))
    is_feed = filename.lower().endswith((".ics", ".ical")) or content.lstrip()[:15] == b"BEGIN:VCALENDAR"
    found = _from_feed(content) if is_feed else _from_table(content)
    if not found:
        raise CannotImportDays(_("file: there are no days in it."))
    if len(found) > MOST_DAYS:
        raise CannotImportDays(_("file: more than 2,000 days; take a few years at a time."))
    return _with_doubts(sorted(found, key=lambda one: one.date))


def _from_table(content: bytes) -> list[FoundDay]:
    try:
        text = content.decode("utf-8-sig")
        rows = list(csv.DictReader(io.StringIO(text)))
    except (UnicodeDecodeError, csv.Error):
        raise CannotImportDays(_("file: no CSV in UTF-8; save it as one.")) from None
    found = []
    for number, row in enumerate(rows, start=2):
        kind = _KINDS.get((row.get("kind") or "").strip().lower(), (row.get("kind") or "").strip().upper())
        try:
            day = date.fromisoformat((row.get("date") or "").strip())
        except ValueError:
            raise CannotImportDays(
                _("file, line %(line)s, date: write the date as 2026-01-31.") % {"line": number}
            ) from None
        if kind not in ("HOLIDAY", "MAKEUP"):
            raise CannotImportDays(
                _("file, line %(line)s, kind: holiday or makeup_workday.") % {"line": number}
            )
        name = (row.get("name_zh") or row.get("name") or "").strip()
        found.append(FoundDay(date=day, kind=kind, name=name[:80], name_en=(row.get("name_en") or "")[:120]))
    return found


def _from_feed(content: bytes) -> list[FoundDay]:
    try:
        from icalendar import Calendar as Feed

        events = Feed.from_ical(content).walk("VEVENT")
        return [day for event in events for day in _days_of(event)]
    except (ValueError, KeyError, IndexError, AttributeError, TypeError, OverflowError):
        raise CannotImportDays(_("file: no iCalendar that can be read.")) from None


def _days_of(event: Component) -> Iterable[FoundDay]:
    begin = event.decoded("DTSTART")
    end = event.decoded("DTEND") if "DTEND" in event else None
    first = begin.date() if isinstance(begin, datetime) else begin
    last = end.date() if isinstance(end, datetime) else end
    count = max((last - first).days, 1) if last else 1
    name = str(event.get("SUMMARY", ""))[:80]
    words = f"{name} {event.get('DESCRIPTION', '')} {event.get('CATEGORIES', '')}"
    doubt = ""
    if isinstance(begin, datetime):
        doubt = _("has a time of day: an appointment rather than a holiday")
    elif count > LONGEST_EVENT:
        doubt = _("lasts more than a month")
    elif _OBSERVED.search(words):
        doubt = _("reads like an observance on which people work")
    elif "RRULE" in event:
        doubt = _("repeats by a rule; only its first day is taken")
    kind = "MAKEUP" if _WORKED.search(name) else "HOLIDAY"
    for shift in range(min(count, LONGEST_EVENT)):
        yield FoundDay(date=first + timedelta(days=shift), kind=kind, name=name, doubt=doubt)


def _with_doubts(found: list[FoundDay]) -> list[FoundDay]:
    """A date that is there twice is taken once; a make-up day that nobody would have rested on is doubtful."""
    seen: set[date] = set()
    told = []
    for one in found:
        doubt = one.doubt
        if one.date in seen:
            doubt = _("this date is there twice")
        elif not doubt and one.kind == "MAKEUP" and one.date.weekday() < 5:
            doubt = _("a make-up day on a weekday changes nothing")
        seen.add(one.date)
        told.append(FoundDay(date=one.date, kind=one.kind, name=one.name, name_en=one.name_en, doubt=doubt))
    return told
