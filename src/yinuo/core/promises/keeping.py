"""Which clock the terms of a policy name."""

from __future__ import annotations

from datetime import datetime
from typing import Protocol
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.core.promises.bookshelf import Bookshelf
from yinuo.core.promises.clocks import EveryDay, Keeper, NaturalClock
from yinuo.core.promises.errors import CannotReadTerms
from yinuo.core.promises.terms import ClockKind, Terms
from yinuo.core.promises.working import WorkingClock, WorkingDates, WorkingDays
from yinuo.kernel.worktime import Calendar

_NATURAL = NaturalClock()
_EVERY_DAY = EveryDay()


class Calendars(Protocol):
    """What promises ask of the institution's calendars."""

    def version_at(self, *, code: str, at: datetime) -> UUID | None:
        """The version of a calendar that is in force at a moment; versions never change."""
        ...

    def load(self, *, version_id: UUID) -> Calendar:
        """What a version says."""
        ...


class _Book:
    """Which calendars promises go by."""

    calendars: Calendars = Bookshelf()


def keeper_for(
    terms: Terms, *, calendar_version: UUID | None, at: datetime, calendar: Calendar | None = None
) -> Keeper:
    """
    What the arithmetic of these terms goes by.

    Args:
        calendar_version: of the calendar that they name; see ``calendar_for``.
        at: when the time begins: the hours for reminders are those in force then.
        calendar: one that is not in force (yet), instead of that version.
    """
    hours = None
    if terms.reminder_calendar:
        hours = _load(_version("reminder_calendar", terms.reminder_calendar, at))
    if calendar_version is None or not terms.calendar:
        return Keeper(zone=timezone.get_default_timezone(), clock=_NATURAL, days=_EVERY_DAY, hours=hours)
    calendar = calendar or _load(calendar_version)
    works = terms.clock == ClockKind.WORKING and terms.unit in {"MINUTE", "HOUR"}
    return Keeper(
        zone=calendar.tz,
        clock=WorkingClock(calendar) if works else WorkingDates(calendar),
        days=WorkingDays(calendar),
        hours=hours,
        calendar=calendar,
    )


def calendar_for(terms: Terms, *, at: datetime) -> UUID | None:
    """
    The version of the calendar that a promise made at ``at`` goes by; None where it goes by none.

    Raises:
        CannotReadTerms: there is no such calendar.
    """
    return _version("calendar", terms.calendar, at) if terms.calendar else None


def check_calendars(terms: Terms, *, at: datetime) -> None:
    """
    Refuse terms that name a calendar which does not exist.

    Raises:
        CannotReadTerms: says which.
    """
    for name in ("calendar", "reminder_calendar"):
        if code := getattr(terms, name):
            _version(name, code, at)


def _version(name: str, code: str, at: datetime) -> UUID:
    found = _Book.calendars.version_at(code=code, at=at)
    if found is None:
        raise CannotReadTerms(name, _("there is no calendar “%(code)s” at that time.") % {"code": code})
    return found


def _load(version_id: UUID) -> Calendar:
    return _Book.calendars.load(version_id=version_id)
