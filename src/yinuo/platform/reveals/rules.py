"""Pure decisions: what is usual, what is too much, what is a reason."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo

HOUR = timedelta(hours=1)
SHORTEST_REASON, LONGEST_TEXT = 4, 500
EVIDENCE_DAYS = timedelta(days=1)


@dataclass(frozen=True, kw_only=True)
class Limits:
    """
    How much is usual for one person in an hour; ``REVEAL_LIMITS`` of the settings.

    Attributes:
        alarm_at: so many reveals raise an alarm; they still happen.
        stop_at: no more than these happen without a second person.
        elsewhere: reveals of customers outside of one's own unit.
        off_hours: reveals outside of working hours.
        denials: refused pages.
        searches: searches for customers.
        opens, closes: the working day, in hours of the institution's time zone.
        shown_for: seconds for which a value stays on the screen.
    """

    alarm_at: int = 12
    stop_at: int = 30
    elsewhere: int = 5
    off_hours: int = 3
    denials: int = 10
    searches: int = 60
    opens: int = 7
    closes: int = 21
    shown_for: int = 60


def window_of(moment: datetime) -> datetime:
    """The beginning of the hour in which ``moment`` lies: one alarm of a rule for each."""
    return moment.astimezone(UTC).replace(minute=0, second=0, microsecond=0)


def is_off_hours(moment: datetime, *, zone: tzinfo, limits: Limits) -> bool:
    """Whether few have reason to work at this time; weekends count as days, since service runs on all of them."""
    return not limits.opens <= moment.astimezone(zone).hour < limits.closes


def is_elsewhere(*, path: str, home: str) -> bool:
    """Whether the value belongs to another branch: neither below nor above where the person works."""
    return not (path.startswith(home) or home.startswith(path))


def is_reason(text: str) -> bool:
    """Whether somebody wrote a reason at all."""
    return SHORTEST_REASON <= len(text.strip()) <= LONGEST_TEXT
