"""The signing key: the operator's, or made once and kept private."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from yinuo.site.config import CannotWriteHome, read_config
from yinuo.site.secrets import secret_key


def test_the_operators_key_is_used_and_nothing_is_written(tmp_path: Path) -> None:
    config = replace(read_config({}), home=tmp_path, secret_key="given")
    assert secret_key(config) == "given"
    assert list(tmp_path.iterdir()) == []


def test_a_key_is_made_once_and_is_private(tmp_path: Path) -> None:
    config = replace(read_config({}), home=tmp_path / "new")
    made = secret_key(config)
    assert len(made) >= 50
    assert secret_key(config) == made
    [path] = (tmp_path / "new" / "keys").iterdir()
    assert path.stat().st_mode & 0o777 == 0o600
    assert path.parent.stat().st_mode & 0o777 == 0o700


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWriteHome, match="YINUO_HOME"):
        secret_key(replace(read_config({}), home=tmp_path / "file" / "home"))
