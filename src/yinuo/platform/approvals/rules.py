"""Pure decisions about requests."""

from __future__ import annotations

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from yinuo.kernel.canonical import canonical_json

SHORTEST_REASON = 4
LONGEST_TEXT = 2_000


def digest_of(*, kind: str, subject: str, content: Mapping[str, Any]) -> bytes:
    """
    The 32 bytes to which a decision is bound: another act, subject, or content has others.

    Raises:
        TypeError: the content has no canonical form (floats, dates).
    """
    return sha256(canonical_json({"kind": kind, "subject": subject, "content": dict(content)})).digest()


def is_reason(text: str) -> bool:
    """Whether somebody gave a reason at all, and not a whole letter."""
    return SHORTEST_REASON <= len(text.strip()) <= LONGEST_TEXT
