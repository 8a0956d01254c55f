"""Serve WSGI and ASGI applications with granian, in processes that end with the one that started them."""

from __future__ import annotations

import importlib
import logging
import os
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

from granian.constants import Interfaces, Loops, SSLProtocols
from granian.errors import ConfigurationError
from granian.log import LogLevels
from granian.server import Server

from yinuo.kernel.errors import DomainError
from yinuo.platform.jobs.processes.lifeline import end_with_parent

logger = logging.getLogger(__name__)

# Loggers without handlers of their own: their lines go to the process's one handler.
LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {},
    "handlers": {},
    "loggers": {"_granian": {"propagate": True}, "granian.access": {"propagate": True, "level": "WARNING"}},
}
BLOCKING_THREADS = 16  # pages of one process that wait for the database at the same time
STREAMS = 65_536  # open event streams of one process


class CannotServe(DomainError):
    """The HTTP server cannot start as configured."""

    code = "serve.cannot_serve"


@dataclass(frozen=True, kw_only=True)
class Listen:
    """Where to listen, and with which certificate."""

    host: str
    port: int
    certificate: Path | None = None
    key: Path | None = None


def serve_wsgi(*, target: str, listen: Listen, workers: int, prepare: Callable[[], None]) -> None:
    """
    Serve the WSGI application named by ``target`` (``module:attribute``) until SIGTERM.

    Args:
        prepare: called in each serving process before the application is imported; must be picklable.
    """
    _serve(
        target,
        listen,
        prepare,
        interface=Interfaces.WSGI,
        workers=workers,
        blocking_threads=BLOCKING_THREADS,
        blocking_threads_idle_timeout=300,
        backlog=1024,
        workers_kill_timeout=8,
    )


def serve_asgi(*, target: str, listen: Listen, prepare: Callable[[], None]) -> None:
    """Serve the ASGI application named by ``target``, made for many open streams, until SIGTERM."""
    _serve(
        target,
        listen,
        prepare,
        interface=Interfaces.ASGI,
        workers=1,
        loop=Loops.asyncio,
        websockets=False,
        backlog=STREAMS,
        backpressure=STREAMS,
        workers_kill_timeout=1,  # open streams never end by themselves; browsers come back to the next process
    )


def _serve(target: str, listen: Listen, prepare: Callable[[], None], **options: Any) -> None:
    try:
        server = Server(
            target,
            address=listen.host.strip("[]"),
            port=listen.port,
            ssl_cert=listen.certificate,
            ssl_key=listen.key,
            ssl_protocol_min=SSLProtocols.tls12,
            log_level=LogLevels.error,  # starts and stops are the supervisor's to tell
            log_dictconfig=LOGGING,
            respawn_failed_workers=True,
            **options,
        )
        prepare()
        server.serve(target_loader=partial(_load, target, prepare), wrap_loader=False)
    except (OSError, ConfigurationError) as error:
        raise CannotServe(
            f"The server cannot start on {listen.host}:{listen.port} ({error}); "
            "check HOST, the ports and the certificate files."
        ) from None


def _load(target: str, prepare: Callable[[], None]) -> Any:
    end_with_parent()
    prepare()
    module, _, attribute = target.partition(":")
    try:
        return getattr(importlib.import_module(module), attribute)
    except Exception:  # whatever an import may raise: one line in the log, and the process ends
        logger.exception("the application cannot be loaded")
        raise SystemExit(os.EX_SOFTWARE) from None
