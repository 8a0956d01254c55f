"""What is wrong with a calendar, in the reader's language; always with the field to correct."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from yinuo.kernel.worktime import CannotUseCalendar

_SENTENCES = {
    "no_hours": _("write hours as 09:00-17:30."),
    "reversed_hours": _("hours end after they begin; a night shift lasts twelve hours at most."),
    "overlapping_hours": _("these hours overlap; join them, or correct one."),
    "never_open": _("this calendar is never open; give it hours."),
    "unknown_zone": _("there is no such time zone; write one such as Asia/Shanghai."),
    "unknown_weekday": _("write the days as mon, tue, wed, thu, fri, sat, sun."),
    "holiday_with_hours": _("a holiday has no hours; to take hours away, make it TAKEN."),
    "hours_missing": _("this day needs its hours."),
    "date_twice": _("this date is there twice; keep one of the two."),
    "official_reversed": _("the last official day lies before the first."),
    "no_date": _("write the date as 2026-01-31."),
    "date_missing": _("give the date."),
    "unknown_kind": _("the kind is HOLIDAY, MAKEUP, HOURS, EXTRA or TAKEN."),
    "absurd_amount": _("give an amount between nothing and a hundred years."),
    "never_reached": _("the calendar is not open for that long within a hundred years."),
}


def in_words(refusal: CannotUseCalendar) -> str:
    """The sentence for people; in English where no translation is known."""
    sentence = _SENTENCES.get(refusal.problem)
    if sentence is None:
        return str(refusal)
    value = f" ({refusal.value})" if refusal.value else ""
    return f"{refusal.field}{value}: {sentence}"
