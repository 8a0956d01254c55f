"""A real mail server for tests: it keeps what it is given, and can be full, or know nobody."""

from __future__ import annotations

import email
import socket
from asyncio import AbstractServer
from collections.abc import Awaitable, Iterator
from contextlib import contextmanager
from email.message import Message
from typing import Any

from aiosmtpd.controller import Controller
from aiosmtpd.smtp import SMTP, Envelope, Session

PATIENCE = 60.0  # seconds; a shared machine may be slow


class Post:
    """What arrived."""

    def __init__(self) -> None:
        self.got: list[Message] = []
        self.is_full = False
        self.knows_nobody = False

    async def handle_RCPT(  # noqa: N802
        self, server: SMTP, session: Session, envelope: Envelope, address: str, options: list[str]
    ) -> str:
        if self.knows_nobody:
            return "550 no such mailbox"
        envelope.rcpt_tos.append(address)
        return "250 known"

    async def handle_DATA(self, server: SMTP, session: Session, envelope: Envelope) -> str:  # noqa: N802
        if self.is_full:
            return "452 no room"
        assert isinstance(envelope.content, bytes)
        self.got.append(email.message_from_bytes(envelope.content))
        return "250 kept"


class Listening(Controller):
    """Takes whichever port the system gives it, and keeps it."""

    def _create_server(self) -> Awaitable[AbstractServer]:
        link = socket.create_server((self.hostname, 0))
        self.port = link.getsockname()[1]
        return self.loop.create_server(self._factory_invoker, sock=link)


@contextmanager
def mail_server(settings: Any) -> Iterator[Post]:
    """Start one on a free port, and let Django send to it."""
    kept = Post()
    server = Listening(kept, hostname="127.0.0.1", ready_timeout=PATIENCE)
    server.start()
    settings.EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
    settings.EMAIL_HOST, settings.EMAIL_PORT = "127.0.0.1", server.port
    settings.EMAIL_USE_TLS = settings.EMAIL_USE_SSL = False
    try:
        yield kept
    finally:
        server.stop()
