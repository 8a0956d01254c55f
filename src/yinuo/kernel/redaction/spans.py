"""A part of a text that is personal."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum


class Kind(Enum):
    """What kind of data it is, by the word of its token."""

    EMAIL = "email"
    IDENTITY = "identity"
    CARD = "card"
    PHONE = "phone"
    DOCUMENT = "document"
    ACCOUNT = "account"
    ADDRESS = "address"
    NAME = "name"

    @property
    def token(self) -> str:
        """What stands in its place."""
        return f"[{self.value}]"


@dataclass(frozen=True, kw_only=True, slots=True)
class Span:
    """A half-open range of characters."""

    start: int
    end: int
    kind: Kind


_RANK = {kind: rank for rank, kind in enumerate(Kind)}


def without_overlap(spans: Iterable[Span]) -> list[Span]:
    """In order; spans that overlap become one, of the kind that stands first in ``Kind``: no rest shows."""
    kept: list[Span] = []
    for span in sorted(spans, key=lambda span: (span.start, -span.end)):
        if kept and span.start < kept[-1].end:
            if span.end > kept[-1].end:
                kind = min(kept[-1].kind, span.kind, key=_RANK.__getitem__)
                kept[-1] = Span(start=kept[-1].start, end=span.end, kind=kind)
        else:
            kept.append(span)
    return kept
