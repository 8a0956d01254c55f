"""The live process's application: its streams, its listener, and the watch over sessions."""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Callable
from datetime import datetime

from django.db import Error

from yinuo.platform.live.addresses import STREAM_PATH
from yinuo.platform.live.hub import Hub
from yinuo.platform.live.listener import Listener
from yinuo.platform.live.sessions import Sessions
from yinuo.platform.live.stream import CLOSED, Receive, Refusal, Scope, Send, stream

HEALTH_PATH = "/live/healthz"
LOOK = 10.0  # seconds between two looks at all sessions
WHO_EVERY = 6  # looks; then each session's actor is read anew: roles and reach may have changed


class Application:
    """One per process; the event loop of the process is its lock."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self.hub = Hub()
        self._sessions = Sessions(now=now)
        self._listener = Listener(self.hub)
        self._tasks: list[asyncio.Task[None]] = []

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] == "lifespan":
            await self._live(receive, send)
        elif scope["type"] == "http":
            await self._answer(scope, receive, send)

    @property
    def is_listening(self) -> bool:
        """Whether announcements arrive."""
        return self._listener.is_listening

    async def look_at_sessions(self, *, again: bool) -> None:
        """End the streams of sessions that ended; with ``again``, of those whose actor changed, too."""
        sessions = self.hub.sessions()
        if not sessions:
            return
        still_open = await self._sessions.still_open(list(sessions))
        for key, actor in sessions.items():
            if key not in still_open:
                self.hub.end_session(key, for_good=True)
            elif again:
                now = await self._sessions.actor(key)
                if now != actor:
                    self.hub.end_session(key, for_good=now is None)

    async def _answer(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["method"] != "GET":
            await _short(send, 405)
        elif scope["path"] == HEALTH_PATH:
            await _short(send, 200 if self.is_listening else 503)
        elif scope["path"] != STREAM_PATH:
            await _short(send, 404)
        else:
            try:
                await stream(scope, receive, send, hub=self.hub, sessions=self._sessions)
            except Refusal as refusal:
                await _short(send, refusal.status)
            except Error:
                await _short(send, 503)

    async def _live(self, receive: Receive, send: Send) -> None:
        while True:
            message = await receive()
            if message["type"] == "lifespan.startup":
                self._tasks = [
                    asyncio.create_task(self._listener.run(), name="listener"),
                    asyncio.create_task(self._watch_sessions(), name="sessions"),
                ]
                await send({"type": "lifespan.startup.complete"})
            elif message["type"] == "lifespan.shutdown":
                for task in self._tasks:
                    task.cancel()
                await asyncio.gather(*self._tasks, return_exceptions=True)
                self.hub.end_all()
                await send({"type": "lifespan.shutdown.complete"})
                return

    async def _watch_sessions(self) -> None:
        looks = 0
        while True:
            await asyncio.sleep(LOOK)
            looks += 1
            with contextlib.suppress(Error):  # the database is away; streams stay until it is back
                await self.look_at_sessions(again=looks % WHO_EVERY == 0)


async def _short(send: Send, status: int) -> None:
    headers = [(b"content-type", b"text/plain; charset=utf-8"), *CLOSED]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body", "body": f"{status}\n".encode(), "more_body": False})
