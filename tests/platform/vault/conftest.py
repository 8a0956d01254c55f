"""A house of its own for whoever turns keys."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.platform.vault.houses import house_of_things
from yinuo.platform.vault.rotation import common


@pytest.fixture
def own_house(transactional_db: None, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Keys of its own, small batches, and the room of things."""
    monkeypatch.setattr(common, "BATCH", 2)
    with house_of_things(tmp_path):
        yield
