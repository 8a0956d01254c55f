"""A stand-in for ClamAV's daemon that speaks its protocol over a real socket."""

from __future__ import annotations

import socket
import struct
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from tests.platform.files import samples


@contextmanager
def clamd(*, answer: bytes | None = None) -> Iterator[str]:
    """
    Listen on a free port of this machine and yield the address.

    Args:
        answer: what it says to every file; None to find the test's virus.
    """
    server = socket.create_server(("127.0.0.1", 0))
    server.settimeout(20)
    thread = threading.Thread(target=_serve, args=(server, answer), daemon=True)
    thread.start()
    try:
        yield f"tcp://127.0.0.1:{server.getsockname()[1]}"
    finally:
        server.shutdown(socket.SHUT_RDWR)
        server.close()
        thread.join(timeout=5)


def _serve(server: socket.socket, answer: bytes | None) -> None:
    while True:
        try:
            link, _peer = server.accept()
        except OSError:
            return
        with link:
            stream = link.makefile("rb")
            command = b""
            while not command.endswith(b"\0"):
                command += stream.read(1)
            if command == b"zPING\0":
                link.sendall(b"PONG\0")
                continue
            assert command == b"zINSTREAM\0"
            data = b""
            while length := struct.unpack(">I", stream.read(4))[0]:
                data += stream.read(length)
            found = samples.VIRUS.encode() in data
            link.sendall(answer or (b"stream: Test.Virus FOUND\0" if found else b"stream: OK\0"))
