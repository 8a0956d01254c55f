"""A client's connection to an HTTP server: kept, and as cheap as can be, since clients share the machine's cores."""

from __future__ import annotations

import re
import socket
from collections.abc import Mapping
from urllib.parse import urlsplit

_LENGTH = re.compile(rb"\r\ncontent-length: *(\d+)", re.IGNORECASE)
_END = b"\r\n\r\n"


class Line:
    """One connection; one request at a time."""

    def __init__(self, url: str) -> None:
        parts = urlsplit(url)
        self._host = f"{parts.hostname}:{parts.port}"
        self._socket = socket.create_connection((parts.hostname, parts.port), timeout=60)
        self._socket.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)

    def ask(self, method: str, path: str, head: Mapping[str, str], body: bytes = b"") -> tuple[int, bytes]:
        """Send a request whole; its status and the body of the answer, which has to tell its length."""
        fields = {"Host": self._host, "Content-Length": str(len(body))} | head
        lines = "".join(f"{name}: {value}\r\n" for name, value in fields.items())
        self._socket.sendall(f"{method} {path} HTTP/1.1\r\n{lines}\r\n".encode() + body)
        return self._answer()

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
