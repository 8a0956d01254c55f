"""Until when a case can be put aside, as the form offers it."""

from __future__ import annotations

from django.utils.translation import gettext as _


def times() -> list[tuple[str, str]]:
    """Until when a case may be put aside, as the form offers it."""
    return [
        ("customer", _("Until the customer writes")),
        ("hours", _("For two hours")),
        ("tomorrow", _("Until tomorrow, 9 o'clock")),
        ("days", _("For three days, until 9 o'clock")),
        ("week", _("For a week, until 9 o'clock")),
    ]
