"""What the clock process does: registered by the rooms, each on its own, so that none can stop the others."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True, kw_only=True)
class Tick:
    """
    Work that is due at times which only the work itself knows.

    Attributes:
        function: does all that is due at the given moment and returns when to be called next, or None
            for "when woken, or after ``at_most``". It may run in several clock processes at once: database
            locks divide the work.
        at_most: the longest sleep in seconds, so that a lost wake-up heals.
    """

    name: str
    function: Callable[[datetime], datetime | None]
    at_most: float


_ticks: dict[str, Tick] = {}


def register_tick(
    name: str, function: Callable[[datetime], datetime | None], *, at_most: float = 30.0
) -> None:
    """Let the clock process call ``function``; for ``AppConfig.ready`` and ``site/wiring.py``."""
    _ticks[name] = Tick(name=name, function=function, at_most=at_most)


def registered_ticks() -> tuple[Tick, ...]:
    """All ticks, in the order in which they were registered."""
    return tuple(_ticks.values())
