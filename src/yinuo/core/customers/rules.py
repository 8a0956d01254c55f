"""Pure decisions about customers."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from django.utils.timezone import get_default_timezone
from django.utils.translation import gettext as _

CODE_DIGITS = 6
CODE_LIFE = timedelta(minutes=10)
CODE_ATTEMPTS = 5
CODE_EVERY = timedelta(minutes=1)
CODES_A_DAY = 5

_STEPS = {
    "": {"PROSPECT", "ACTIVE"},
    "PROSPECT": {"ACTIVE", "CLOSED"},
    "ACTIVE": {"DORMANT", "CLOSED"},
    "DORMANT": {"ACTIVE", "CLOSED"},
    "CLOSED": {"ACTIVE"},
}
CLOSING_CAUSES = ("CUSTOMER_LEFT", "MOVED_AWAY", "DIED", "DISSOLVED", "BANK_ENDED", "DISSATISFIED", "OTHER")


def day_of(now: datetime) -> date:
    """Which day it is on the calendar of the institution, not in UTC."""
    return now.astimezone(get_default_timezone()).date()


def may_become(*, before: str, after: str) -> bool:
    """Whether the relation may take this step; nobody becomes a prospect again."""
    return after in _STEPS.get(before, set())


def closing_causes() -> dict[str, str]:
    """Why a relation may have ended, in words."""
    return {
        "CUSTOMER_LEFT": _("Went to another institution"),
        "DISSATISFIED": _("Dissatisfied with us"),
        "MOVED_AWAY": _("Moved away"),
        "DIED": _("Died"),
        "DISSOLVED": _("Company dissolved"),
        "BANK_ENDED": _("Ended by the institution"),
        "OTHER": _("Other"),
    }
