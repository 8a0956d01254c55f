"""One event stream, from the request to its end."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, MutableMapping
from http.cookies import CookieError, SimpleCookie
from typing import Any

from django.conf import settings

from yinuo.platform.live.addresses import may_read
from yinuo.platform.live.hub import Hub, Subscriber
from yinuo.platform.live.sessions import Sessions

HEARTBEAT = 15.0  # seconds; shorter than the usual patience of proxies
RETRY = 2_000  # milliseconds until a browser comes back

Scope = MutableMapping[str, Any]
Receive = Callable[[], Awaitable[MutableMapping[str, Any]]]
Send = Callable[[MutableMapping[str, Any]], Awaitable[None]]


class Refusal(Exception):
    """The stream does not open; says with which status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


async def stream(scope: Scope, receive: Receive, send: Send, *, hub: Hub, sessions: Sessions) -> None:
    """
    Serve one event stream until the browser, the session or the process ends.

    Raises:
        Refusal: a foreign page asks (403), or nobody who is signed in (401).
    """
    headers = {name.lower(): value.decode("latin-1") for name, value in scope["headers"]}
    allowed = _cross_origin(headers)
    key = _session_key(headers.get(b"cookie", ""))
    actor = await sessions.actor(key) if key else None
    if key is None or actor is None:
        raise Refusal(401)
    subscriber = Subscriber(actor=actor, session_key=key)
    hub.add(subscriber)
    watch = asyncio.ensure_future(_end_when_gone(receive, subscriber))
    try:
        await send({"type": "http.response.start", "status": 200, "headers": [*_HEADERS, *allowed]})
        await _send(send, f"retry: {RETRY}\n\n".encode())
        await _forward(subscriber, send)
        await send({"type": "http.response.body", "body": b"", "more_body": False})
    finally:
        hub.remove(subscriber)
        watch.cancel()


# What every answer of this process carries; its origin differs from the pages' by the port alone.
CLOSED = [
    (b"cache-control", b"no-store"),
    (b"x-content-type-options", b"nosniff"),
    (b"cross-origin-resource-policy", b"same-site"),
    (b"content-security-policy", b"default-src 'none'; frame-ancestors 'none'"),
    (b"referrer-policy", b"same-origin"),
    (b"cross-origin-opener-policy", b"same-origin"),
]
if settings.SECURE_HSTS_SECONDS:
    CLOSED.append(
        (b"strict-transport-security", f"max-age={settings.SECURE_HSTS_SECONDS}; includeSubDomains".encode())
    )
_HEADERS = [
    (b"content-type", b"text/event-stream; charset=utf-8"),
    (b"x-accel-buffering", b"no"),  # nginx must not collect events
    *CLOSED,
]


async def _forward(subscriber: Subscriber, send: Send) -> None:
    while True:
        try:
            text = await asyncio.wait_for(subscriber.next(), HEARTBEAT)
        except TimeoutError:
            text = b":\n\n"
        if text is None:
            return
        await _send(send, text)


async def _send(send: Send, text: bytes) -> None:
    await send({"type": "http.response.body", "body": text, "more_body": True})


async def _end_when_gone(receive: Receive, subscriber: Subscriber) -> None:
    with contextlib.suppress(Exception):
        while (await receive())["type"] != "http.disconnect":
            pass
    subscriber.end()


def _cross_origin(headers: MutableMapping[bytes, str]) -> list[tuple[bytes, bytes]]:
    origin = headers.get(b"origin")
    if origin is None:
        return []  # the page's own origin
    if not may_read(page_origin=origin, host=headers.get(b"host", "")):
        raise Refusal(403)
    return [
        (b"access-control-allow-origin", origin.encode("latin-1")),
        (b"access-control-allow-credentials", b"true"),
        (b"vary", b"Origin"),
    ]


def _session_key(cookies: str) -> str | None:
    try:
        found = SimpleCookie(cookies).get(settings.SESSION_COOKIE_NAME)
    except CookieError:
        return None
    return found.value if found and found.value else None
