"""The institution's calendars, as promises go by them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yinuo.core.calendars.public import CannotFindCalendar, calendar_of_version, calendar_version_id
from yinuo.kernel.worktime import Calendar


class Bookshelf:
    """Finds the version of a calendar by its code and a moment, and a calendar by its version."""

    def version_at(self, *, code: str, at: datetime) -> UUID | None:
        try:
            return calendar_version_id(code=code, at=at)
        except CannotFindCalendar:
            return None

    def load(self, *, version_id: UUID) -> Calendar:
        return calendar_of_version(version_id=version_id)
