"""Which clock the terms of a policy name."""

from __future__ import annotations

from django.utils import timezone

from yinuo.core.promises.clocks import EveryDay, Keeper, NaturalClock
from yinuo.core.promises.errors import CannotReadTerms
from yinuo.core.promises.terms import Terms

_NATURAL = NaturalClock()
_EVERY_DAY = EveryDay()


def keeper_for(terms: Terms) -> Keeper:
    """
    What the arithmetic of these terms goes by.

    Raises:
        CannotReadTerms: there is no such calendar.
    """
    if terms.calendar or terms.reminder_calendar:
        name = "calendar" if terms.calendar else "reminder_calendar"
        raise CannotReadTerms(name, "there is no such calendar.")
    return Keeper(zone=timezone.get_default_timezone(), clock=_NATURAL, days=_EVERY_DAY)
