"""Working time, exact to the second: calendars, what they make of an amount of time, and why."""

from yinuo.kernel.worktime.calendar import Calendar
from yinuo.kernel.worktime.data import calendar_from, data_of
from yinuo.kernel.worktime.days import DatedException, Day, DayKind, Kind
from yinuo.kernel.worktime.errors import CannotUseCalendar
from yinuo.kernel.worktime.explanation import Part, Reason, explain
from yinuo.kernel.worktime.spans import Span, span_of

ALWAYS = Calendar(zone="UTC", week=((Span(0, 86_400),),) * 7)

__all__ = [
    "ALWAYS",
    "Calendar",
    "CannotUseCalendar",
    "DatedException",
    "Day",
    "DayKind",
    "Kind",
    "Part",
    "Reason",
    "Span",
    "calendar_from",
    "data_of",
    "explain",
    "span_of",
]
