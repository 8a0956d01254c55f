"""Time in words, in the reader's language: how long, and when."""

from __future__ import annotations

from datetime import datetime, timedelta

from django.utils import formats, timezone
from django.utils.translation import gettext, ngettext, pgettext


def in_words(length: timedelta) -> str:
    """
    ``length`` as somebody would say it, rounded down: "12 days", "1 day 3 h", "1 h 12 min", "12 min".

    From two days on, hours do not matter; under a minute says so, because "0 min" reads like a mistake.
    """
    minutes = int(abs(length).total_seconds() // 60)
    hours, days = minutes // 60, minutes // 1440
    if days > 1:
        return ngettext("%(days)d day", "%(days)d days", days) % {"days": days}
    if days == 1:
        return gettext("1 day %(hours)d h") % {"hours": hours - 24}
    if hours:
        return gettext("%(hours)d h %(minutes)02d min") % {"hours": hours, "minutes": minutes % 60}
    if minutes:
        return gettext("%(minutes)d min") % {"minutes": minutes}
    return gettext("under a minute")


def term_in_words(length: timedelta) -> str:
    """A length that somebody set, as they set it: "1 day", "30 h", "2 h", without zeros after it."""
    if length % timedelta(days=1) == timedelta(0):
        return ngettext("%(days)d day", "%(days)d days", length.days) % {"days": length.days}
    if length % timedelta(hours=1) == timedelta(0):
        return gettext("%(hours)d h") % {"hours": length // timedelta(hours=1)}
    return in_words(length)


def patterns() -> dict[str, str]:
    """The same sentences for the script that lets time pass; it fills in the numbers itself."""
    return {
        "days": ngettext("%(days)d day", "%(days)d days", 2),
        "day": gettext("1 day %(hours)d h"),
        "hours": gettext("%(hours)d h %(minutes)02d min"),
        "minutes": gettext("%(minutes)d min"),
        "moment": gettext("under a minute"),
        "left": gettext("%(duration)s left"),
        "late": gettext("late by %(duration)s"),
    }


def day_and_time(moment: datetime, *, now: datetime) -> str:
    """``moment`` near ``now`` by the name of its day ("yesterday 11:02"), else by its date."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    clock = f"{local:%H:%M}"
    days = (local.date() - today).days
    if days == 0:
        return gettext("today %(time)s") % {"time": clock}
    if days == -1:
        return gettext("yesterday %(time)s") % {"time": clock}
    if days == 1:
        return gettext("tomorrow %(time)s") % {"time": clock}
    if local.year == today.year:
        return formats.date_format(local, pgettext("date format, this year", "j M H:i"))
    return formats.date_format(local, pgettext("date format, another year", "j M Y H:i"))


def day_in_words(moment: datetime, *, now: datetime) -> str:
    """The day of ``moment`` without its time."""
    local, today = timezone.localtime(moment), timezone.localtime(now).date()
    names = {0: gettext("today"), -1: gettext("yesterday"), 1: gettext("tomorrow")}
    near = names.get((local.date() - today).days)
    if near:
        return near
    if local.year == today.year:
        return formats.date_format(local, pgettext("day format, this year", "j M"))
    return formats.date_format(local, pgettext("day format, another year", "j M Y"))


def in_full(moment: datetime) -> str:
    """The whole date and time, for the reader who hovers."""
    return formats.date_format(timezone.localtime(moment), pgettext("date format, in full", "l j F Y H:i"))
