"""The door of the calendars: working time as the institution sets it."""

from yinuo.core.calendars.builtin import built_in
from yinuo.core.calendars.consequences import Consequence, register_consequence
from yinuo.core.calendars.operations.ask_for_calendar import ask_for_calendar
from yinuo.core.calendars.operations.draft_calendar import CannotDraftCalendar, discard_draft, draft_calendar
from yinuo.core.calendars.queries import (
    CalendarView,
    CannotFindCalendar,
    VersionView,
    calendar_at,
    calendar_of_version,
    calendar_version_id,
    calendar_view,
    calendars,
)
from yinuo.core.calendars.wording import in_words

__all__ = [
    "CalendarView",
    "CannotDraftCalendar",
    "CannotFindCalendar",
    "Consequence",
    "VersionView",
    "ask_for_calendar",
    "built_in",
    "calendar_at",
    "calendar_of_version",
    "calendar_version_id",
    "calendar_view",
    "calendars",
    "discard_draft",
    "draft_calendar",
    "in_words",
    "register_consequence",
]
