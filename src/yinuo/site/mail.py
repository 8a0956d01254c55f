"""Where mail to staff goes out: one address in the environment, read into its parts."""

from __future__ import annotations

from dataclasses import dataclass, field
from urllib.parse import unquote, urlsplit

_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True, kw_only=True)
class MailServer:
    """
    The institution's SMTP server.

    Attributes:
        tls_from_start: TLS before the first word (smtps); else STARTTLS.
        plain: neither, which only a relay on this machine may have.
    """

    host: str
    port: int
    user: str
    password: str = field(repr=False)
    tls_from_start: bool
    plain: bool


def read_mail_url(value: str) -> MailServer | None:
    """
    Read ``smtp://user:password@host:587`` (STARTTLS), ``smtps://…:465`` or ``smtp://localhost:25?plain``.

    Returns:
        None where it cannot be read: the caller says so without repeating it, since it may hold a password.
    """
    try:
        parts = urlsplit(value)
        port = parts.port
    except ValueError:
        return None
    if parts.scheme not in _PORTS or not parts.hostname or parts.path not in {"", "/"}:
        return None
    if parts.query not in {"", "plain"} or (parts.query and parts.scheme == "smtps"):
        return None
    return MailServer(
        host=parts.hostname,
        port=port or _PORTS[parts.scheme],
        user=unquote(parts.username or ""),
        password=unquote(parts.password or ""),
        tls_from_start=parts.scheme == "smtps",
        plain=parts.query == "plain",
    )
