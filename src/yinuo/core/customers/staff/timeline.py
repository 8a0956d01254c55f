"""The evidence of a customer as sentences."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from yinuo.platform.audit.public import Record, action_label, named


@dataclass(frozen=True, kw_only=True)
class Happening:
    """One entry: what, by whom, when; ``number`` once it is sealed."""

    text: str
    who: str
    at: datetime
    number: int | None


def timeline(records: Iterable[Record]) -> list[Happening]:
    """Each entry in words, the newest first."""
    entries = sorted(records, key=lambda record: record.version, reverse=True)
    actors = named(entry.actor for entry in entries)
    return [
        Happening(
            text=action_label(entry.action),
            who=actors[entry.actor].name or actors[entry.actor].label,
            at=entry.at,
            number=entry.number,
        )
        for entry in entries
    ]
