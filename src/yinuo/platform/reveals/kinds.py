"""What can be revealed: each room registers the sealed values of its own."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from uuid import UUID

from yinuo.platform.identity.public import Actor
from yinuo.platform.vault.public import Place

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise


@dataclass(frozen=True, kw_only=True)
class Revealable:
    """
    A sealed value that this person may ask to see.

    Attributes:
        owner: the customer under whose key it is sealed.
        path: of the unit to which it belongs; who reviews it sees that unit.
        mask: how it is shown to everybody.
        what: what kind of value, in the reader's language: "phone".
        is_text: a whole text rather than a short value.
    """

    owner: UUID
    place: Place
    sealed: bytes
    path: str
    mask: str
    what: str
    is_text: bool = False


Find = Callable[[UUID, Actor], Revealable | None]


@dataclass(frozen=True, kw_only=True)
class RevealableKind:
    """One kind of sealed value, and where this person finds it."""

    code: str
    label: str | _StrPromise
    find: Find


_kinds: dict[str, RevealableKind] = {}


def register_revealable(*, kind: str, label: str | _StrPromise, find: Find) -> None:
    """
    Let values of a kind be revealed.

    Args:
        kind: room first, such as ``customers.detail``; it stands in addresses and in the evidence.
        label: lazily translated, for those who review: "a customer's contact or number".
        find: the value by its id, or None when it does not exist for this actor; asks no clock and opens nothing.
    """
    _kinds[kind] = RevealableKind(code=kind, label=label, find=find)


def find_revealable(*, kind: str, object_id: UUID, actor: Actor) -> Revealable | None:
    """The value within the actor's reach, or None."""
    known = _kinds.get(kind)
    return known.find(object_id, actor) if known else None


def label_of(kind: str) -> str:
    """How values of this kind are called."""
    return str(_kinds[kind].label) if kind in _kinds else kind
