"""When a notice goes out by mail: at once, gathered, after quiet hours, with the digest, or never."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime, time, timedelta

GATHER = timedelta(minutes=1)  # what comes together goes out together


@dataclass(frozen=True, kw_only=True)
class Wishes:
    """
    How somebody wants to hear.

    Attributes:
        mail: NONE, EACH or DIGEST.
        quiet_from, quiet_to: local times between which only urgent mail comes; the same means never quiet.
        digest_at: local time of the daily mail.
        without: kinds that never come by mail.
    """

    mail: str
    quiet_from: time
    quiet_to: time
    digest_at: time
    without: frozenset[str]


def mail_at(wishes: Wishes, *, kind: str, urgent: bool, now: datetime) -> datetime | None:
    """
    When the mail about a notice is due, or None for no mail.

    Args:
        now: in any zone; quiet hours and digest are meant in the zone of the house, see ``local``.
    """
    if wishes.mail == "NONE" or kind in wishes.without:
        return None
    local_now = local(now)
    if urgent:
        return local_now + GATHER
    if wishes.mail == "DIGEST":
        return _next(local_now, wishes.digest_at)
    due = local_now + GATHER
    return _next(due, wishes.quiet_to) if is_quiet(wishes, due.time()) else due


def is_quiet(wishes: Wishes, at: time) -> bool:
    """Whether a local time lies within the quiet hours, which may pass midnight."""
    begin, end = wishes.quiet_from, wishes.quiet_to
    return begin <= at < end if begin <= end else at >= begin or at < end


def local(moment: datetime) -> datetime:
    """The moment in the time zone of the house."""
    from django.utils import timezone

    return timezone.localtime(moment)


def _next(moment: datetime, at: time) -> datetime:
    today = moment.replace(hour=at.hour, minute=at.minute, second=0, microsecond=0)
    return today if today > moment else today + timedelta(days=1)
