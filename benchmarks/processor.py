"""How much processor time processes have used: unlike a rate, it does not depend on who else uses the machine."""

from __future__ import annotations

import os
from collections.abc import Iterable
from pathlib import Path

import psycopg

_NANOSECONDS = 1e-9


def seconds_of(pids: Iterable[int]) -> float:
    """Processor time of these processes with all their threads, in seconds; those that are gone count nothing."""
    spent = 0
    for pid in pids:
        for task in Path(f"/proc/{pid}/task").glob("*/schedstat"):
            try:
                spent += int(task.read_text().split()[0])
            except (OSError, IndexError):
                continue
    return spent * _NANOSECONDS


def web_processes() -> list[int]:
    """The web server that this process has started, with its serving processes."""
    servers = [pid for pid in _children(os.getpid()) if b"web" in _words(pid)]
    return [*servers, *(below for pid in servers for below in _children(pid))]


def backends_of_web(url: str) -> list[int]:
    """The database's processes that serve the web processes; benchmarks' own connections name themselves clients."""
    with psycopg.connect(url, application_name="client of figures") as connection:
        rows = connection.execute(
            "SELECT pid FROM pg_stat_activity WHERE backend_type = 'client backend' AND datname = current_database()"
            " AND application_name NOT LIKE 'client%'"
        )
        return [pid for (pid,) in rows]


def _children(pid: int) -> list[int]:
    return [
        int(child)
        for task in Path(f"/proc/{pid}/task").glob("*/children")
        for child in task.read_text().split()
    ]


def _words(pid: int) -> list[bytes]:
    """The command line of a process."""
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes().split(b"\0")
    except OSError:
        return []
