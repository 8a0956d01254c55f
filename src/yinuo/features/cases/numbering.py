"""Draw the numbers that customers quote."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone

from yinuo.features.cases import rules
from yinuo.platform.jobs.public import prepared_cursor


def next_number(kind: str, at: datetime) -> str:
    """The number of a new case that was voiced at ``at``."""
    with prepared_cursor() as cursor:
        # A sequence, not a counter row: writers never wait for each other's numbers.
        cursor.execute("SELECT nextval('cases_number')")
        serial = cursor.fetchone()[0]
    return rules.case_number(kind=kind, day=timezone.localtime(at).date(), serial=serial)
