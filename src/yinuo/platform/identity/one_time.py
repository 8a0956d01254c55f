"""One-time passwords: given out once, typed once, then replaced."""

from __future__ import annotations

import secrets
from datetime import datetime, timedelta

VALID_FOR = timedelta(hours=72)
# Without letters and digits that look alike on paper: 20 of these are 98 bits.
_LETTERS = "abcdefghjkmnpqrstuvwxyz23456789"


def new_password() -> str:
    """A password that can be read over the telephone: five groups of four."""
    return "-".join("".join(secrets.choice(_LETTERS) for _ in range(4)) for _ in range(5))


def valid_until(now: datetime) -> datetime:
    """When a password given out at ``now`` stops opening anything."""
    return now + VALID_FOR
