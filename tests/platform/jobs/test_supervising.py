"""The supervisor's parts: back-off, lock, ports."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from functools import partial
from pathlib import Path
from uuid import UUID

import pytest
from uuid_utils.compat import uuid7

from yinuo.platform.jobs.processes.child import (
    LONGEST_DELAY,
    STEADY_AFTER,
    Child,
    Program,
    how_it_ended,
    next_delay,
)
from yinuo.platform.jobs.processes.lifeline import Lifeline
from yinuo.platform.jobs.processes.lock import CannotTakeFolder, CannotWriteHome, FolderLock
from yinuo.platform.jobs.processes.ports import CannotListen, check_free

NOW = datetime(2026, 3, 2, tzinfo=UTC)


def test_delays_grow_and_stay_bearable() -> None:
    delays = [next_delay(deaths=deaths) for deaths in range(1, 5000)]
    assert delays == sorted(delays)
    assert delays[0] < 1
    assert delays[-1] == LONGEST_DELAY


def test_a_program_that_dies_again_and_again_waits_longer_each_time() -> None:
    child = Child(Program(name="web", run=lambda: sys.exit(3)))
    waits = []
    for round_ in range(3):
        now = 1000.0 * (round_ + 1)
        start(child, now=now)
        assert wait_for_end(child, now=now + 1) == "code 3"
        waits.append(child.start_at - (now + 1))
    assert waits == sorted(set(waits))


def test_a_program_that_ran_for_long_starts_again_without_delay() -> None:
    child = Child(Program(name="web", run=lambda: None))
    child.deaths = 9
    start(child, now=0)
    wait_for_end(child, now=STEADY_AFTER + 1)
    assert child.deaths == 1


def test_what_a_killed_program_left_behind_is_ended_with_it(tmp_path: Path) -> None:
    note = tmp_path / "pid"

    def leave_somebody_behind() -> None:
        with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as left:
            note.write_text(str(left.pid))
            left.wait()

    child = Child(Program(name="web", run=leave_somebody_behind))
    start(child, now=0)
    wait_until(lambda: note.exists() and note.read_text())
    grandchild = int(note.read_text())
    os.kill(child._process.pid, signal.SIGKILL)  # type: ignore[union-attr,arg-type]
    assert wait_for_end(child, now=1) == "signal SIGKILL"
    wait_until(lambda: is_gone(grandchild))


@pytest.mark.parametrize(
    ("code", "words"), [(0, "code 0"), (78, "code 78"), (-9, "signal SIGKILL"), (-99, "signal 99")]
)
def test_an_end_is_said_in_words(code: int, words: str) -> None:
    assert how_it_ended(code) == words


def test_one_folder_has_one_supervisor(tmp_path: Path) -> None:
    first, second = FolderLock(tmp_path / "new" / "home"), FolderLock(tmp_path / "new" / "home")
    assert first.take(address="http://127.0.0.1:8000", now=NOW) is None
    with pytest.raises(CannotTakeFolder, match=rf"process {os.getpid()}\).*http://127.0.0.1:8000"):
        second.take(address="http://127.0.0.1:9000", now=NOW)
    first.release()
    assert second.take(address="http://127.0.0.1:9000", now=NOW) == NOW
    second.release()


def test_a_damaged_lock_file_is_no_obstacle(tmp_path: Path) -> None:
    lock = FolderLock(tmp_path)
    lock.path.write_text('{"pid": ')
    assert lock.take(address="", now=NOW) is None
    lock.release()
    assert json.loads(lock.path.read_text())["pid"] == os.getpid()


def test_a_folder_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(CannotWriteHome, match="YINUO_HOME"):
        FolderLock(tmp_path / "file").take(address="", now=NOW)


def test_a_taken_port_is_refused_with_another_one_to_try() -> None:
    with socket.socket() as other:
        other.bind(("127.0.0.1", 0))
        other.listen()
        port = other.getsockname()[1]
        with pytest.raises(CannotListen, match=rf"Port {port} .* LIVE_PORT=\d+"):
            check_free(host="127.0.0.1", port=port, setting="LIVE_PORT")
    check_free(host="127.0.0.1", port=port, setting="LIVE_PORT")


@pytest.mark.parametrize("host", ["203.0.113.9", "no.such.host.invalid"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    with pytest.raises(CannotListen, match="HOST"):
        check_free(host=host, port=8000, setting="PORT")


def start(child: Child, *, now: float) -> None:
    child.start(leave=lambda: None, now=now)


def wait_for_end(child: Child, *, now: float) -> str:
    ended: list[str | None] = [None]

    def look() -> object:
        ended[0] = child.reap(now=now)
        return ended[0]

    wait_until(look)
    return str(ended[0])


def wait_until(holds: Callable[[], object]) -> None:
    deadline = time.monotonic() + 60
    while not holds():
        assert time.monotonic() < deadline
        time.sleep(0.02)


def is_gone(pid: int) -> bool:
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] == "Z"
    except OSError:
        return True


def test_a_process_ends_with_the_one_that_held_its_lifeline(tmp_path: Path) -> None:
    note = tmp_path / "pid"
    holder = Child(Program(name="supervisor", run=partial(supervise, note)))
    start(holder, now=0)
    wait_until(lambda: note.exists() and note.read_text())
    held = int(note.read_text())
    try:
        os.kill(holder._process.pid, signal.SIGKILL)  # type: ignore[union-attr,arg-type]
        wait_until(lambda: is_gone(held))
    finally:
        with suppress(ProcessLookupError):
            os.kill(held, signal.SIGKILL)
        holder.kill()


def supervise(note: Path) -> None:
    """Fork somebody who would live for ten minutes, in a session of their own, and wait for them."""
    lifeline = Lifeline()
    child = Child(Program(name="clock", run=lambda: (note.write_text(str(os.getpid())), time.sleep(600))))
    child.start(leave=lifeline.hold, now=0)
    time.sleep(600)


def test_a_child_shows_its_name_and_forgets_how_its_parent_hears_signals(tmp_path: Path) -> None:
    note = tmp_path / "told"

    def tell() -> None:
        deaf = signal.getsignal(signal.SIGTERM) == signal.SIG_DFL
        note.write_text(f"{Path('/proc/self/comm').read_text().strip()} {deaf} {os.getsid(0) == os.getpid()}")

    before = signal.signal(signal.SIGTERM, lambda *_: None)
    try:
        child = Child(Program(name="worker", run=tell))
        start(child, now=0)
        assert wait_for_end(child, now=1) == "code 0"
    finally:
        signal.signal(signal.SIGTERM, before)
    assert note.read_text() == "yinuo worker True True"


def test_two_children_never_draw_the_same_identifiers(tmp_path: Path) -> None:
    uuid7()  # the parent's generator is warm
    drawn = []
    for name in ("web", "worker"):
        note = tmp_path / name
        child = Child(Program(name=name, run=partial(draw, note)))
        start(child, now=0)
        assert wait_for_end(child, now=1) == "code 0"
        drawn += [UUID(text).bytes[9:] for text in note.read_text().split()]  # what does not tell the time
    assert len(set(drawn)) == 100


def draw(note: Path) -> None:
    note.write_text(" ".join(str(uuid7()) for _ in range(50)))
