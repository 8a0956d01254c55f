"""Honest shares: an interval beside each, and "undecided" as a verdict."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from math import sqrt

Z_95 = 1.959963984540054


class Verdict(Enum):
    """What an interval says about a target."""

    MET = "met"
    MISSED = "missed"
    UNDECIDED = "undecided"


@dataclass(frozen=True, kw_only=True)
class Share:
    """``hits`` of ``total`` with the Wilson 95 % interval; all three are 0..1, or None without data."""

    hits: int
    total: int
    value: float | None
    low: float
    high: float


def wilson(*, hits: int, total: int) -> Share:
    """
    The share and its Wilson score interval at 95 % (Wilson 1927).

    Raises:
        ValueError: hits is not between 0 and total.
    """
    if not 0 <= hits <= total:
        raise ValueError("hits must lie between 0 and total")
    if total == 0:
        return Share(hits=0, total=0, value=None, low=0.0, high=1.0)
    p, z2 = hits / total, Z_95**2
    centre = p + z2 / (2 * total)
    spread = Z_95 * sqrt(p * (1 - p) / total + z2 / (4 * total**2))
    scale = 1 + z2 / total
    return Share(
        hits=hits,
        total=total,
        value=p,
        low=max(0.0, (centre - spread) / scale),
        high=min(1.0, (centre + spread) / scale),
    )


def verdict_at_least(share: Share, *, target: float) -> Verdict:
    """Whether the share is at least ``target``: met when the lower bound is, missed when the upper is not."""
    if share.total and share.low >= target:
        return Verdict.MET
    if share.total and share.high < target:
        return Verdict.MISSED
    return Verdict.UNDECIDED
