"""Asking the database about sessions, from threads that give their connection back."""

from __future__ import annotations

import asyncio
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import datetime
from typing import TypeVar

from django.db import close_old_connections

from yinuo.platform.identity.public import Actor, actor_of_session, sessions_still_open

THREADS = 4
Answer = TypeVar("Answer")


class Sessions:
    """What the event loop may ask about sessions; ``now`` is the edge's clock."""

    def __init__(self, *, now: Callable[[], datetime]) -> None:
        self._now = now
        self._threads = ThreadPoolExecutor(THREADS, thread_name_prefix="live")

    async def actor(self, key: str) -> Actor | None:
        """Who is fully signed in with this session, or None."""
        return await self._ask(lambda: actor_of_session(session_key=key, now=self._now()))

    async def still_open(self, keys: list[str]) -> frozenset[str]:
        """Those sessions that have neither been ended nor expired."""
        return await self._ask(lambda: sessions_still_open(session_keys=keys, now=self._now()))

    async def _ask(self, question: Callable[[], Answer]) -> Answer:
        def ask() -> Answer:
            close_old_connections()
            try:
                return question()
            finally:
                close_old_connections()

        return await asyncio.get_running_loop().run_in_executor(self._threads, ask)
