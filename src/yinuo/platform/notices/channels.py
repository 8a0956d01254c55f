"""Further ways to reach staff, such as WeCom or text messages: registered by whoever can send them."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime
from uuid import UUID

# Recipients with the ids of their new notices, and the moment.
Later = Callable[[Mapping[UUID, Sequence[UUID]], datetime], None]
_channels: dict[str, Later] = {}


def register_channel(code: str, later: Later) -> None:
    """
    Offer every new notice to a further channel.

    Args:
        later: called within the transaction that leaves the notices; it defers a job of its own and sends nothing
            itself. The job reads words with ``notice_lines``.
    """
    _channels[code] = later


def channels() -> tuple[Later, ...]:
    """All further channels."""
    return tuple(_channels.values())
