"""The calendars as the promise engine asks for them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yinuo.core.calendars.queries import CannotFindCalendar, calendar_of_version, calendar_version_id
from yinuo.kernel.worktime import Calendar


class CalendarBook:
    """Every published calendar, by code and moment or by version."""

    def version_at(self, *, code: str, at: datetime) -> UUID | None:
        """The version that is in force at a moment, or None."""
        try:
            return calendar_version_id(code=code, at=at)
        except CannotFindCalendar:
            return None

    def load(self, *, version_id: UUID) -> Calendar:
        """What a version says."""
        return calendar_of_version(version_id=version_id)
