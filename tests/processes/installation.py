"""A whole installation in a temporary folder, started and killed like the real one."""

from __future__ import annotations

import contextlib
import http.client
import os
import random
import signal
import socket
import ssl
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

YINUO = (sys.executable, "-m", "yinuo.site.cli")
PATIENCE = 180.0  # seconds; a shared machine may be slow


def free_ports() -> tuple[int, int]:
    """Two ports at which nobody listens, of those that no outgoing connection is given before we take them."""
    free = filter(is_free, random.sample(range(10_000, 30_000), 1_000))
    return next(free), next(free)


def is_free(port: int) -> bool:
    with socket.socket() as probe:
        try:
            probe.bind(("127.0.0.1", port))
        except OSError:
            return False
    return True


def until(holds: Callable[[], object], *, what: str, seconds: float = PATIENCE) -> None:
    deadline = time.monotonic() + seconds
    while not holds():
        assert time.monotonic() < deadline, f"waited {seconds:.0f} s for {what}"
        time.sleep(0.05)


class Installation:
    """A data folder with its ports; ``start`` runs ``yinuo serve`` on it."""

    def __init__(self, home: Path) -> None:
        self.home = home
        self.port, self.live_port = free_ports()
        self.log = home.parent / "serve.log"
        self.process: subprocess.Popen[bytes] | None = None
        self.known_as = ""  # the host that requests name
        self.certificate: Path | None = None  # where requests use TLS

    @property
    def environment(self) -> dict[str, str]:
        clean = {
            name: value for name, value in os.environ.items() if not name.startswith(("DATABASE", "PYTEST"))
        }
        ports = {"PORT": str(self.port), "LIVE_PORT": str(self.live_port)}
        return clean | ports | {"YINUO_HOME": str(self.home), "YINUO_MODE": "demo", "YINUO_DEMO_STORY": "0"}

    def start(self, **more: str) -> None:
        with self.log.open("ab") as log:
            self.process = subprocess.Popen(
                [*YINUO, "serve"], env=self.environment | more, stdout=log, stderr=log, start_new_session=True
            )
        until(lambda: self.is_healthy() or self.has_ended(), what="a healthy web process")
        assert not self.has_ended(), self.output()

    def run(self, *command: str, **more: str) -> subprocess.CompletedProcess[str]:
        """Run another command on the same folder."""
        return subprocess.run(
            [*YINUO, *command],
            env=self.environment | more,
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )

    def has_ended(self) -> bool:
        return self.process is None or self.process.poll() is not None

    def output(self) -> str:
        return self.log.read_text()

    def says(self, text: str) -> bool:
        return text in self.output()

    def is_healthy(self) -> bool:
        return self.get("/healthz") == 200

    def get(self, path: str, *, port: int | None = None) -> int:
        """The status of the answer, or 0 without one."""
        connection = self._connection(port or self.port)
        try:
            connection.request("GET", path, headers={"Host": self.known_as} if self.known_as else {})
            return connection.getresponse().status
        except (OSError, http.client.HTTPException):
            return 0
        finally:
            connection.close()

    def _connection(self, port: int) -> http.client.HTTPConnection:
        if self.certificate is None:
            return http.client.HTTPConnection("127.0.0.1", port, timeout=PATIENCE)
        context = ssl.create_default_context(cafile=self.certificate)
        return http.client.HTTPSConnection("127.0.0.1", port, timeout=PATIENCE, context=context)

    def child(self, name: str) -> int:
        """The process id of a child of the supervisor, or 0."""
        assert self.process is not None
        return next((pid for pid in children_of(self.process.pid) if name_of(pid) == f"yinuo {name}"), 0)

    def database(self) -> int:
        """The process id of the embedded database, or 0."""
        lock = self.home / "postgres" / "postmaster.pid"
        return int(lock.read_text().splitlines()[0]) if lock.exists() else 0

    def processes(self) -> list[int]:
        """Every living process of this installation, whoever its parent is now."""
        return [pid for pid in all_processes() if belongs_to(pid, self.home)]

    def stop(self) -> int:
        """Ask the supervisor to end; its exit code."""
        assert self.process is not None
        self.process.send_signal(signal.SIGTERM)
        return self.process.wait(timeout=PATIENCE)

    def clean_up(self) -> None:
        """Whatever a failed test left."""
        for pid in self.processes():
            kill(pid)
        if self.process is not None:
            self.process.wait(timeout=PATIENCE)


def kill(pid: int) -> None:
    with contextlib.suppress(ProcessLookupError):
        os.kill(pid, signal.SIGKILL)


def all_processes() -> list[int]:
    return [int(entry.name) for entry in Path("/proc").glob("[0-9]*")]


def children_of(parent: int) -> list[int]:
    return [pid for pid in all_processes() if stat_of(pid)[1:2] == [str(parent)]]


def stat_of(pid: int) -> list[str]:
    """State and parent, as the kernel tells them; empty where the process is gone."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()
    except OSError:
        return []


def name_of(pid: int) -> str:
    """What ps and top show."""
    try:
        return Path(f"/proc/{pid}/comm").read_text().strip()
    except OSError:
        return ""


def belongs_to(pid: int, home: Path) -> bool:
    if stat_of(pid)[:1] in ([], ["Z"]):
        return False
    try:
        environment = Path(f"/proc/{pid}/environ").read_bytes().split(b"\0")
    except OSError:
        return False
    return f"YINUO_HOME={home}".encode() in environment
