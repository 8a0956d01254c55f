"""What a killed server leaves behind: backends that still end, and lock files that name somebody else."""

from __future__ import annotations

import contextlib
import os
import time
from pathlib import Path

PATIENCE = 20.0  # seconds; a backend notices its postmaster's death as soon as its statement ends


def clear_leftovers(*, data: Path, socket_folder: Path) -> None:
    """
    Make way for a new server on ``data``, whose old one is known to be gone.

    Waits for orphaned backends. Then drops lock files whose process id is not a server's: one that nobody has
    reaped yet, or, in containers, where ids start again at 1, somebody else's. PostgreSQL would take that
    process for a server. Where the system has no /proc, PostgreSQL's own checks decide.
    """
    if not Path("/proc/self").exists():
        return
    deadline = time.monotonic() + PATIENCE
    while _backends(data) and time.monotonic() < deadline:
        time.sleep(0.05)
    if _backends(data):
        return
    for lock in (data / "postmaster.pid", *socket_folder.glob(".s.PGSQL.*.lock")):
        pid = locked_by(lock)
        if pid is not None and not is_server(pid, data):
            lock.unlink(missing_ok=True)


def locked_by(lock: Path) -> int | None:
    """The process id that a server wrote into a lock file, or None."""
    try:
        return int(lock.read_text().splitlines()[0])
    except (FileNotFoundError, ValueError, IndexError):
        return None


def is_server(pid: int, data: Path) -> bool:
    """Whether process ``pid`` lives and is a server on ``data``."""
    if not Path("/proc/self").exists():
        try:
            os.kill(pid, 0)
        except OSError:
            return False
        return True
    try:
        return os.fsencode(data) in Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return False


def _backends(data: Path) -> list[int]:
    """Processes that work inside ``data``: a server and its backends make it their current folder."""
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        with contextlib.suppress(OSError):
            is_postgres = (entry / "comm").read_text().strip() == "postgres"
            if is_postgres and (entry / "cwd").readlink() == data.resolve():
                found.append(int(entry.name))
    return found
