"""A client's connection to an HTTP server: kept, and as cheap as can be, since clients share the machine's cores."""

from __future__ import annotations

import re
import socket
import time
from collections.abc import Mapping
from urllib.parse import urlsplit

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"
IDLE = 5.0  # seconds


class Line:
    """One connection, one request at a time; made anew where it was idle so long that the server may have ended it."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._address = parts.hostname or "", parts.port or 80
        self._used_at = float("-inf")

    def ask(self, method: str, path: str, head: Mapping[str, str], body: bytes = b"") -> tuple[int, bytes]:
        """Send a request whole; its status and the body of the answer, which has to tell its length."""
        if time.monotonic() - self._used_at > IDLE:
            self._socket = socket.create_connection(self._address, timeout=60)
            self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        host, port = self._address
        fields = {"Host": f"{host}:{port}", "Content-Length": str(len(body))} | head
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self._socket.sendall(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        answer = self._answer()
        self._used_at = time.monotonic()
        return answer

    def _answer(self) -> tuple[int, bytes]:
        got = b""
        while _END not in got:
            got += self._more()
        begin, _end, rest = got.partition(_END)
        length = _LENGTH.search(begin)
        if length is None:
            raise SystemExit(f"an answer without its length: {begin[:300]!r}")
        while len(rest) < int(length[1]):
            rest += self._more()
        return int(begin[9:12]), rest

    def _more(self) -> bytes:
        received = self._socket.recv(65_536)
        if not received:
            raise SystemExit("the server has ended the connection")
        return received
