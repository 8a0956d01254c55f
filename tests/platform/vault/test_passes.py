"""How far a rotation came is remembered only where nothing before it is missing."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from pathlib import Path

import pytest

from tests.platform.vault.slow_work import leave_mark
from yinuo.platform.vault.rotation.passes import BatchDone, go_over

BATCHES = [list(range(start, start + 5)) for start in range(0, 100, 5)]


def test_what_is_remembered_has_no_gap_though_batches_end_in_another_order(tmp_path: Path) -> None:
    remembered: list[int] = []
    steps: list[int] = []

    def remember(reached: int) -> None:
        missing = [
            batch for batch in BATCHES if batch[-1] <= reached and not (tmp_path / str(batch[-1])).exists()
        ]
        assert not missing
        remembered.append(reached)

    work = partial(leave_mark, folder=str(tmp_path))
    assert go_over(BATCHES, work=work, processes=3, step=steps.append, remember=remember) == 100  # type: ignore[arg-type]
    assert remembered == sorted(remembered)
    assert remembered[-1] == 99
    assert sum(steps) == 100


def test_what_came_after_a_fault_is_not_remembered() -> None:
    remembered: list[int] = []

    def work(batch: Sequence[int]) -> BatchDone[int]:
        if batch[0] == 10:
            raise RuntimeError
        return BatchDone(batch[-1], len(batch))

    with pytest.raises(RuntimeError):
        go_over(BATCHES, work=work, processes=1, step=lambda _: None, remember=remembered.append)
    assert remembered == [4, 9]
