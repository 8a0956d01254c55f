"""Shares come with intervals, and a small sample decides nothing."""

import pytest

from yinuo.kernel.stats import Verdict, verdict_at_least, wilson


@pytest.mark.parametrize(
    ("hits", "total", "low", "high"),
    [(9, 10, 0.596, 0.982), (90, 100, 0.826, 0.945), (460, 500, 0.893, 0.941), (930, 1000, 0.9125, 0.9442)],
)
def test_intervals_agree_with_published_values(hits: int, total: int, low: float, high: float) -> None:
    share = wilson(hits=hits, total=total)
    assert (share.low, share.high) == (pytest.approx(low, abs=6e-4), pytest.approx(high, abs=6e-4))


def test_a_target_is_met_missed_or_undecided() -> None:
    assert verdict_at_least(wilson(hits=930, total=1000), target=0.9) is Verdict.MET
    assert verdict_at_least(wilson(hits=9, total=10), target=0.9) is Verdict.UNDECIDED
    assert verdict_at_least(wilson(hits=10, total=100), target=0.9) is Verdict.MISSED
    assert verdict_at_least(wilson(hits=0, total=0), target=0.9) is Verdict.UNDECIDED


def test_more_hits_than_answers_are_refused() -> None:
    with pytest.raises(ValueError, match="between 0 and total"):
        wilson(hits=2, total=1)
