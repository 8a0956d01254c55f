"""What an operator sees of ``yinuo serve``: it starts, survives, refuses, and ends."""

from __future__ import annotations

import os
import signal
import socket
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes.installation import PATIENCE, Installation, kill, until

pytestmark = [pytest.mark.processes]


@pytest.fixture(scope="module")
def prepared(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Installation]:
    """One installation for all tests of this file; each leaves it stopped."""
    installation = Installation(tmp_path_factory.mktemp("yinuo") / "home")
    yield installation
    installation.clean_up()


@pytest.fixture
def house(prepared: Installation) -> Iterator[Installation]:
    prepared.log.write_bytes(b"")
    yield prepared
    prepared.clean_up()


def test_a_new_folder_becomes_a_running_house_and_ends_without_a_trace(house: Installation) -> None:
    house.start()
    until(lambda: house.says("yinuo is ready"), what="the welcome")
    assert house.get("/readyz") == 200
    styles = sorted((house.home / "static" / "ui" / "css").glob("base.*.css"))
    assert styles, "static files were collected"
    assert [house.get(f"/static/ui/css/{one.name}") for one in styles] == [200] * len(styles)
    until(lambda: house.get("/live/healthz", port=house.live_port) == 200, what="the live process")
    assert house.stop() == 0
    assert not house.says("killed"), "all ended when they were asked to"
    assert house.processes() == []
    assert house.database() == 0
    for secret in (house.home / "keys").iterdir():
        assert secret.stat().st_mode & 0o077 == 0


def test_a_later_start_takes_seconds_and_ctrl_c_ends_it(house: Installation) -> None:
    begun = time.monotonic()
    house.start()
    assert time.monotonic() - begun < 90  # under five on a machine of one's own
    assert not house.says("Preparing the tables")
    assert not house.says("Collecting static files")
    assert house.process is not None
    os.killpg(house.process.pid, signal.SIGINT)
    assert house.process.wait(timeout=PATIENCE) == 0
    assert house.processes() == []


def test_a_second_instance_refuses_and_names_the_first(house: Installation) -> None:
    house.start()
    second = house.run("serve", PORT="1", LIVE_PORT="2")
    assert second.returncode == 75
    assert house.process is not None
    assert f"process {house.process.pid}" in second.stderr
    assert f"http://127.0.0.1:{house.port}" in second.stderr
    assert second.stderr.count("\n") == 1
    assert house.is_healthy()
    # make passes SIGTERM on, so that it arrives twice: no reason to be rough.
    os.killpg(house.process.pid, signal.SIGTERM)
    os.killpg(house.process.pid, signal.SIGTERM)
    assert house.process.wait(timeout=PATIENCE) == 0
    assert not house.says("killed")
    assert house.database() == 0


def test_whatever_is_killed_comes_back(house: Installation) -> None:
    house.start()
    for name in ("web", "worker"):
        until(lambda name=name: house.child(name), what=name)
        before = house.child(name)
        kill(before)
        until(lambda name=name, before=before: house.child(name) not in {0, before}, what=f"another {name}")
        assert house.says(f"{name} ended (signal SIGKILL)")
    until(house.is_healthy, what="web")
    before = house.database()
    kill(before)
    until(lambda: house.database() not in {0, before}, what="another database")
    until(lambda: house.says("The embedded database is back"), what="the news of it")
    until(lambda: house.get("/readyz") == 200, what="a ready web process")
    assert house.stop() == 0
    assert house.processes() == []


def test_a_killed_supervisor_takes_its_children_along_and_the_next_start_works(house: Installation) -> None:
    house.start()
    assert house.process is not None
    until(lambda: house.child("clock"), what="the clock")
    kill(house.process.pid)
    house.process.wait()
    database = house.database()
    until(lambda: house.processes() in ([database], []), what="the children's end")
    assert house.database() == database
    house.start()
    assert house.database() == database, "the database that was left is taken over"
    assert house.stop() == 0
    assert house.processes() == []


def test_everything_killed_at_once_and_the_next_start_works(house: Installation) -> None:
    house.start()
    assert house.process is not None
    for pid in [house.process.pid, *house.processes()]:
        kill(pid)
    house.process.wait()
    house.start()
    assert house.stop() == 0


def test_a_lock_file_of_a_process_that_is_somebody_else_does_not_stop_the_start(house: Installation) -> None:
    # As after a restart of a container, where process ids begin again.
    lock = house.home / "postgres" / "postmaster.pid"
    lock.write_text(f"{os.getpid()}\n{house.home / 'postgres'}\n")
    house.start()
    assert house.database() not in {0, os.getpid()}
    house.stop()


def test_a_taken_port_is_named_before_anything_starts(house: Installation) -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        taken = other.getsockname()[1]
        for setting in ("PORT", "LIVE_PORT"):
            refused = house.run("serve", **{setting: str(taken)})
            assert refused.returncode == 69
            assert str(taken) in refused.stderr
            assert f"{setting}=" in refused.stderr
    assert house.database() == 0


def test_a_clock_that_went_back_is_refused(house: Installation) -> None:
    lock = house.home / "serve.lock"
    written = lock.read_text()
    lock.write_text('{"pid": 1, "since": "2099-01-01T00:00:00+00:00"}')
    refused = house.run("serve")
    lock.write_text(written)
    assert refused.returncode == 75
    assert "clock" in refused.stderr
    assert house.database() == 0


def test_data_of_another_major_version_are_left_alone(house: Installation) -> None:
    version = house.home / "postgres" / "PG_VERSION"
    ours = version.read_text()
    version.write_text("16\n")
    refused = house.run("serve")
    assert refused.returncode == 69
    assert "PostgreSQL 16" in refused.stderr
    assert "pg_dump" in refused.stderr
    version.write_text(ours)
    house.start()
    house.stop()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    installation = Installation(tmp_path / "file" / "home")
    for command in ("serve", "migrate"):
        refused = installation.run(command)
        assert refused.returncode == 73
        assert str(tmp_path / "file") in refused.stderr
        assert "YINUO_HOME" in refused.stderr
