"""Domain events: facts in the past tense, told to subscribers inside the transaction that made them."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any, TypeVar

from yinuo.platform.jobs.transactions import require_transaction

E = TypeVar("E", bound="Event")
_subscribers: dict[type[Event], list[Callable[[Any], None]]] = {}


@dataclass(frozen=True, kw_only=True)
class Event:
    """The base of all domain events."""


def subscribe(event: type[E], subscriber: Callable[[E], None]) -> None:
    """Call ``subscriber`` for every ``event``; only ``site/wiring.py`` connects rooms this way."""
    listed = _subscribers.setdefault(event, [])
    if subscriber not in listed:
        listed.append(subscriber)


def publish(event: Event) -> None:
    """
    Tell all subscribers, in the order in which they subscribed; what they write is part of this transaction.

    Raises:
        NoTransaction: none is open, so that its subscribers could half-happen.
    """
    require_transaction(type(event).__name__)
    for subscriber in _subscribers.get(type(event), ()):
        subscriber(event)
