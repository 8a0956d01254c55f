"""Draw the numbers that customers quote."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from yinuo.features.cases import rules
from yinuo.platform.jobs.public import Asked, ask


def ask_serial() -> Asked:
    """Send ahead what ``next_number`` asks."""
    # A sequence, not a counter row: writers never wait for each other's numbers.
    return ask("SELECT nextval('cases_number')", [])


def next_number(kind: str, at: datetime, *, asked: Asked | None = None) -> str:
    """
    The number of a new case that was voiced at ``at``.

    Args:
        asked: what ``ask_serial`` sent for this case alone; None asks now.
    """
    [(serial,)] = (asked or ask_serial()).rows()
    return rules.case_number(kind=kind, day=timezone.localtime(at).date(), serial=serial)
