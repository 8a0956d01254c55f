"""An act that needs two people, for tests: every way in which a kind can be."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

from yinuo.platform.approvals import kinds
from yinuo.platform.approvals.public import ApprovalKind, Line, register_approval_kind
from yinuo.platform.identity.public import Role

NOW = datetime(2026, 3, 2, 3, 0, tzinfo=UTC)
CONTENT = {"customer": "0198", "points": 1200}


def lines(content: Any) -> list[Line]:
    return [Line(label="积分", value=str(content["points"]))]


@contextmanager
def registered(**wishes: Any) -> Iterator[ApprovalKind]:
    """A kind that exists for the length of one test."""
    kind = ApprovalKind(
        **{
            "code": "test.points",
            "label": "Take back points",
            "deciders": frozenset({Role.SUPERVISOR}),
            "describe": lines,
            "lasts": timedelta(days=3),
            **wishes,
        }
    )
    register_approval_kind(kind)
    try:
        yield kind
    finally:
        kinds._kinds.pop(kind.code)
