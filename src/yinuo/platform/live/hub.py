"""The subscribers of one live process, and who of them hears what."""

from __future__ import annotations

import asyncio
import json
from collections import defaultdict
from typing import TypeVar
from uuid import UUID

from yinuo.platform.identity.public import Actor
from yinuo.platform.live.announcements import Announcement, Data

ROOM = 256  # events that a slow browser may lag behind

K = TypeVar("K", str, UUID)

RESUMED = "resumed"  # some events were lost: read the page's data again
ENDED = "ended"  # the session ended: do not come back


def event(topic: str, data: Data) -> bytes:
    """One server-sent event; the page's script makes a DOM event of it that is named after the topic."""
    return f"data: {json.dumps({**data, 'topic': topic}, ensure_ascii=False)}\n\n".encode()


class Subscriber:
    """One open stream."""

    def __init__(self, *, actor: Actor, session_key: str) -> None:
        self.actor = actor
        self.session_key = session_key
        self._events: asyncio.Queue[bytes | None] = asyncio.Queue(ROOM)

    def put(self, text: bytes) -> None:
        """Add an event; a browser that lags too far gets one "read again" in place of all that it missed."""
        if self._events.full():
            while not self._events.empty():
                self._events.get_nowait()
            text = event(RESUMED, {})
        self._events.put_nowait(text)

    def end(self) -> None:
        """Let the stream end after the events before."""
        if self._events.full():
            self._events.get_nowait()
        self._events.put_nowait(None)

    async def next(self) -> bytes | None:
        """The next event, or None when the stream ends."""
        return await self._events.get()


class Hub:
    """Fans announcements out; grouped by reach, so that each is compared once for each part of the tree."""

    def __init__(self) -> None:
        self._by_reach: dict[str, set[Subscriber]] = defaultdict(set)
        self._by_person: dict[UUID, set[Subscriber]] = defaultdict(set)
        self._by_session: dict[str, set[Subscriber]] = defaultdict(set)

    def __len__(self) -> int:
        return sum(len(group) for group in self._by_session.values())

    def add(self, subscriber: Subscriber) -> None:
        self._by_session[subscriber.session_key].add(subscriber)
        if subscriber.actor.reach is not None:
            self._by_reach[subscriber.actor.reach].add(subscriber)
        if subscriber.actor.id is not None:
            self._by_person[subscriber.actor.id].add(subscriber)

    def remove(self, subscriber: Subscriber) -> None:
        _discard(self._by_session, subscriber.session_key, subscriber)
        if subscriber.actor.reach is not None:
            _discard(self._by_reach, subscriber.actor.reach, subscriber)
        if subscriber.actor.id is not None:
            _discard(self._by_person, subscriber.actor.id, subscriber)

    def publish(self, announcement: Announcement) -> None:
        """Give an announcement to those who may hear it."""
        text = event(announcement.topic, announcement.data)
        if announcement.person is not None:
            for subscriber in self._by_person.get(announcement.person, ()):
                subscriber.put(text)
            return
        for reach, group in self._by_reach.items():
            if announcement.reach.startswith(reach):
                for subscriber in group:
                    subscriber.put(text)

    def resync(self) -> None:
        """Let every page read again: announcements may have been lost."""
        for group in self._by_session.values():
            for subscriber in group:
                subscriber.put(event(RESUMED, {}))

    def sessions(self) -> dict[str, Actor]:
        """The open sessions, each with the actor that it had when its stream opened."""
        return {key: next(iter(group)).actor for key, group in self._by_session.items()}

    def end_session(self, key: str, *, for_good: bool) -> None:
        """End all streams of a session; ``for_good`` tells their pages not to come back."""
        for subscriber in tuple(self._by_session.get(key, ())):
            if for_good:
                subscriber.put(event(ENDED, {}))
            subscriber.end()

    def end_all(self) -> None:
        """End all streams; their browsers come back by themselves."""
        for group in self._by_session.values():
            for subscriber in group:
                subscriber.end()


def _discard(table: dict[K, set[Subscriber]], key: K, subscriber: Subscriber) -> None:
    table[key].discard(subscriber)
    if not table[key]:
        del table[key]
