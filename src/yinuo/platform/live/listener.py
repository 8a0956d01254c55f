"""The one connection of a live process that hears what is announced."""

from __future__ import annotations

import asyncio
import logging

import psycopg
from psycopg import sql

from yinuo.platform.jobs.public import listening_parameters
from yinuo.platform.live.announcements import CHANNEL, Announcement
from yinuo.platform.live.hub import Hub

logger = logging.getLogger(__name__)
LONGEST_PAUSE = 10.0  # seconds between two attempts to connect


class Listener:
    """Feeds a hub from PostgreSQL, and reconnects for ever."""

    def __init__(self, hub: Hub) -> None:
        self._hub = hub
        self.is_listening = False

    async def run(self) -> None:
        """Listen until cancelled."""
        pause = 0.2
        while True:
            try:
                await self._listen()
            except psycopg.Error as error:
                logger.warning("live cannot listen", extra={"error": type(error).__name__, "retry_in": pause})
            if self.is_listening:
                self.is_listening, pause = False, 0.2
            await asyncio.sleep(pause)
            pause = min(pause * 2, LONGEST_PAUSE)

    async def _listen(self) -> None:
        async with await psycopg.AsyncConnection.connect(**listening_parameters()) as connection:
            await connection.execute(sql.SQL("LISTEN {}").format(sql.Identifier(CHANNEL)))
            self.is_listening = True
            self._hub.resync()  # whatever was announced while nobody listened is lost
            async for notification in connection.notifies():
                self._publish(notification.payload)

    def _publish(self, text: str) -> None:
        try:
            announcement = Announcement.from_text(text)
        except (ValueError, KeyError, TypeError) as error:
            logger.warning("announcement cannot be read", extra={"error": type(error).__name__})
            return
        self._hub.publish(announcement)
