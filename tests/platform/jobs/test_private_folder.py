"""The folder of the database's socket is ours alone, or it is not used."""

from __future__ import annotations

import os
import tempfile
from pathlib import Path

import pytest

from yinuo.platform.jobs.postgres.location import Location
from yinuo.platform.jobs.postgres.private import make_private
from yinuo.platform.jobs.postgres.server import CannotWriteFolder, Server


def test_a_folder_that_others_could_enter_is_closed(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    folder.chmod(0o777)
    make_private(folder)
    assert folder.stat().st_mode & 0o777 == 0o700


def test_a_link_that_somebody_laid_in_its_place_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(tempfile, "tempdir", str(tmp_path))
    location = Location(tmp_path / ("long" * 30))
    (tmp_path / "theirs").mkdir()
    location.socket_folder.symlink_to(tmp_path / "theirs")
    with pytest.raises(CannotWriteFolder, match="link"):
        Server(location).ensure_started()


@pytest.mark.skipif(os.geteuid() != 0, reason="only root can give a folder to somebody else")
def test_a_folder_of_somebody_else_is_refused(tmp_path: Path) -> None:
    folder = tmp_path / "run"
    folder.mkdir()
    os.chown(folder, 4321, 4321)
    with pytest.raises(PermissionError, match="another user"):
        make_private(folder)
