"""
The virus scanner: ClamAV's daemon over its own protocol, where one is configured.

INSTREAM: the command, then chunks each with its length (four bytes, big-endian), then a length of zero; the answer
is ``stream: OK`` or ``stream: NAME FOUND``.
"""

from __future__ import annotations

import socket
import struct
from dataclasses import dataclass
from enum import Enum
from urllib.parse import urlsplit

CHUNK = 64 * 1024
PATIENCE = 30.0  # seconds


class Scan(Enum):
    """What the scanner says; ``UNKNOWN`` when it cannot be asked: the file is then not handed out."""

    CLEAN = "CLEAN"
    FOUND = "FOUND"
    UNKNOWN = "UNKNOWN"


@dataclass(frozen=True)
class Scanner:
    """Where the daemon listens: ``tcp://host:3310`` or ``unix:///run/clamav/clamd.ctl``."""

    address: str

    def scan(self, data: bytes) -> Scan:
        """Ask the daemon about ``data``; every failure to get a plain answer is UNKNOWN."""
        try:
            with self._connect() as link:
                link.sendall(b"zINSTREAM\0")
                for start in range(0, len(data), CHUNK):
                    chunk = data[start : start + CHUNK]
                    link.sendall(struct.pack(">I", len(chunk)) + chunk)
                link.sendall(struct.pack(">I", 0))
                return _read(_answer(link))
        except OSError:
            return Scan.UNKNOWN

    def is_reachable(self) -> bool:
        """Whether the daemon answers."""
        try:
            with self._connect() as link:
                link.sendall(b"zPING\0")
                return _answer(link) == "PONG"
        except OSError:
            return False

    def _connect(self) -> socket.socket:
        parts = urlsplit(self.address)
        if parts.scheme == "unix":
            link = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            link.settimeout(PATIENCE)
            try:
                link.connect(parts.path)
            except OSError:
                link.close()
                raise
            return link
        return socket.create_connection((parts.hostname or "", parts.port or 3310), timeout=PATIENCE)


def _answer(link: socket.socket) -> str:
    received = b""
    while not received.endswith(b"\0") and len(received) < CHUNK:
        more = link.recv(4096)
        if not more:
            break
        received += more
    return received.rstrip(b"\0\n").decode("utf-8", "replace")


def _read(answer: str) -> Scan:
    if answer == "stream: OK":
        return Scan.CLEAN
    return Scan.FOUND if answer.startswith("stream: ") and answer.endswith(" FOUND") else Scan.UNKNOWN
