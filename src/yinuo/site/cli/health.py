"""Ask our own web process whether it is alive."""

from __future__ import annotations

import http.client
import ssl
from urllib.parse import urlsplit

from yinuo.site.config import Config


def is_healthy(config: Config, *, path: str = "/healthz") -> bool:
    """Whether the web process of this machine answers ``path`` with 200."""
    host = {"0.0.0.0": "127.0.0.1", "::": "::1"}.get(config.host.strip("[]"), config.host.strip("[]"))  # noqa: S104
    connection: http.client.HTTPConnection
    if config.tls_certificate:
        # Our own certificate names the public host, not this one.
        context = ssl._create_unverified_context()  # noqa: S323
        connection = http.client.HTTPSConnection(host, config.port, timeout=2, context=context)
    else:
        connection = http.client.HTTPConnection(host, config.port, timeout=2)
    known_as = urlsplit(config.origin).netloc if config.origin else f"{host}:{config.port}"
    try:
        connection.request("GET", path, headers={"Host": known_as})
        return connection.getresponse().status == http.client.OK
    except (OSError, http.client.HTTPException):
        return False
    finally:
        connection.close()
