"""Whose files may be read by whom: each room says so for its own subjects."""

from __future__ import annotations

from typing import Protocol
from uuid import UUID

from yinuo.platform.identity.public import Actor


class MayRead(Protocol):
    """Whether an actor sees the subject with that id."""

    def __call__(self, *, subject_id: UUID, actor: Actor) -> bool: ...


_readers: dict[str, MayRead] = {}


def register_subject(kind: str, *, may_read: MayRead) -> None:
    """
    Let staff read the files of subjects such as ``case:0198…``.

    Args:
        kind: what stands before the colon.
        may_read: whether the actor sees the subject with that id.
    """
    _readers[kind] = may_read


def may_read(*, subject: str, actor: Actor) -> bool:
    """Whether the actor sees the subject; nobody sees one that no room has registered."""
    kind, _colon, subject_id = subject.partition(":")
    reader = _readers.get(kind)
    return reader is not None and reader(subject_id=UUID(subject_id), actor=actor)
