"""One request to the outside: to the address that was looked at, over verified TLS, and nowhere else from there."""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Collection, Mapping
from dataclasses import dataclass
from urllib.parse import urlsplit

from yinuo.platform.outbound.addresses import CannotReachOutside, outer_address

TIMEOUT = 10.0  # seconds for each step
LARGEST = 2**20  # bytes of an answer


@dataclass(frozen=True, kw_only=True)
class Answer:
    """What came back; a redirect is an answer like any other and is not followed."""

    status: int
    headers: Mapping[str, str]
    body: bytes


def ask(
    url: str,
    *,
    method: str = "GET",
    headers: Mapping[str, str] | None = None,
    body: bytes = b"",
    allowed_hosts: Collection[str] = (),
    trust: ssl.SSLContext | None = None,
    timeout: float = TIMEOUT,
    largest: int = LARGEST,
) -> Answer:
    """
    Ask ``url`` once.

    Args:
        allowed_hosts: see ``outer_address``; only these may be asked over plain HTTP, too.
        trust: which authorities are trusted; the system's by default.

    Raises:
        CannotReachOutside: the address may not be asked, does not answer in time, or answers too much.
    """
    parts = urlsplit(url)
    try:
        port = parts.port or {"https": 443, "http": 80}.get(parts.scheme, 0)
    except ValueError:
        port = 0
    if not parts.hostname or not port or parts.username is not None:
        raise CannotReachOutside("The address cannot be asked; write it as https://host/path.")
    allowed = {host.lower() for host in allowed_hosts}
    if parts.scheme == "http" and not {parts.hostname, f"{parts.hostname}:{port}"} & allowed:
        raise CannotReachOutside(f"The host {parts.hostname} is asked over https:// only.")
    address = outer_address(parts.hostname, port, allowed_hosts=allowed)
    context = None
    if parts.scheme == "https":
        context = trust or ssl.create_default_context()
    connection = _Pinned(parts.hostname, port, address=address, context=context, timeout=timeout)
    target = f"{parts.path or '/'}{f'?{parts.query}' if parts.query else ''}"
    try:
        connection.request(method, target, body=body or None, headers=dict(headers or {}))
        answer = connection.getresponse()
        content = answer.read(largest + 1)
    except (OSError, http.client.HTTPException, ValueError) as error:
        raise CannotReachOutside(
            f"The host {parts.hostname} does not answer as it should ({type(error).__name__}); try again later."
        ) from None
    finally:
        connection.close()
    if len(content) > largest:
        raise CannotReachOutside(f"The host {parts.hostname} answers more than {largest} bytes.")
    return Answer(status=answer.status, headers=dict(answer.headers.items()), body=content)


class _Pinned(http.client.HTTPConnection):
    """A connection to one address, whatever its name says the next moment."""

    def __init__(
        self, host: str, port: int, *, address: str, context: ssl.SSLContext | None, timeout: float
    ) -> None:
        super().__init__(host, port, timeout=timeout)
        if context is not None:
            self.default_port = 443
        self._address, self._context = address, context

    def connect(self) -> None:
        self.sock = socket.create_connection((self._address, self.port), self.timeout)
        if self._context is not None:
            self.sock = self._context.wrap_socket(self.sock, server_hostname=self.host)
