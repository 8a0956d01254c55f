"""Is a port free before anything is started that would need it?"""

from __future__ import annotations

import errno
import socket

from yinuo.kernel.errors import DomainError

HIGH = 65_000  # above it we suggest a lower port


class CannotListen(DomainError):
    """An address cannot be listened on; the text names the setting to change."""

    code = "serve.cannot_listen"


def check_free(*, host: str, port: int, setting: str) -> None:
    """
    Refuse to go on where ``host`` and ``port`` cannot be listened on.

    Raises:
        CannotListen: taken, not allowed, or not an address of this machine.
    """
    try:
        [(family, kind, protocol, _, address), *_] = socket.getaddrinfo(
            host.strip("[]"), port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE
        )
    except socket.gaierror:
        raise CannotListen(
            f'HOST is "{host}", which this machine cannot resolve; '
            "set it to 127.0.0.1 or an address of this machine."
        ) from None
    with socket.socket(family, kind, protocol) as probe:
        probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        try:
            probe.bind(address)
        except OSError as error:
            raise CannotListen(_sentence(error, host=host, port=port, setting=setting)) from None


def _sentence(error: OSError, *, host: str, port: int, setting: str) -> str:
    if error.errno == errno.EADDRINUSE:
        return (
            f"Port {port} on {host} is taken by another program; stop that one, or choose another port: "
            f"{setting}={port + 10 if port < HIGH else port - 10}."
        )
    if error.errno == errno.EACCES:
        return f"Port {port} needs more rights than this user has; choose one above 1023 with {setting}."
    return f"Port {port} on {host} cannot be used ({error.strerror}); set HOST to an address of this machine."
