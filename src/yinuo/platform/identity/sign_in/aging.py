"""Passwords that end after a number of days, where a rule of the institution demands it; elsewhere they do not."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import Any

from django.conf import settings

TELL_BEFORE = timedelta(days=7)


def password_ends_at(user: Any) -> datetime | None:
    """When the password of this member of staff is over; None where passwords do not end, or there is none."""
    days: int | None = settings.PASSWORD_DAYS
    if days is None or user.persona or not user.has_usable_password():
        return None
    ends_at: datetime = user.password_set_at + timedelta(days=days)
    return ends_at


def is_password_over(user: Any, began: int) -> bool:
    """Whether the password was over when a session began, in seconds since 1970."""
    ends_at = password_ends_at(user)
    return ends_at is not None and ends_at <= datetime.fromtimestamp(began, tz=UTC)


def days_left(user: Any, *, now: datetime) -> int | None:
    """The days until the password is over, once they are few; None before, and after."""
    ends_at = password_ends_at(user)
    if ends_at is None or not timedelta(0) < ends_at - now <= TELL_BEFORE:
        return None
    return (ends_at - now).days + 1
