"""How long the law wants what kept; from ``data/retention.json``, which names the source of each rule."""

from __future__ import annotations

import json
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path


@dataclass(frozen=True, kw_only=True)
class RetentionRule:
    """
    A minimum time of keeping.

    Attributes:
        source: the law that says so.
        confidence: ``verified`` at the source, or from ``recall``: to be checked before it is relied on.
    """

    code: str
    years: int
    months: int
    source: str
    confidence: str

    def ends_on(self, since: date) -> date:
        """The first day on which it need not be kept any more."""
        since = since.astimezone(UTC).date() if isinstance(since, datetime) else since
        month = since.month - 1 + self.months
        year, month = since.year + self.years + month // 12, month % 12 + 1
        return _not_after_its_month(year, month, since.day)

    def began_on(self, ended: date) -> date:
        """The last day from which the time is over on the day ``ended``."""
        since = ended - timedelta(days=365 * self.years + 28 * self.months)
        while self.ends_on(since) > ended:
            since -= timedelta(days=1)
        return since


@cache
def retention_rules() -> dict[str, RetentionRule]:
    """All rules, by their code."""
    path = Path(__file__).parent / "data" / "retention.json"
    return {found["code"]: RetentionRule(**found) for found in json.loads(path.read_text(encoding="utf-8"))}


def _not_after_its_month(year: int, month: int, day: int) -> date:
    """That day; or, where the month has none of that number, the first of the next month: never too early."""
    try:
        return date(year, month, day)
    except ValueError:
        return date(year + month // 12, month % 12 + 1, 1)
