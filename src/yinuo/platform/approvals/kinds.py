"""What may be asked for: each room registers the acts of its own that need a second person."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Any
from uuid import UUID

from yinuo.platform.identity.public import EVERY_ROLE, Actor, Role

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise

Content = Mapping[str, Any]


@dataclass(frozen=True, kw_only=True)
class Line:
    """One line of what is asked for: "Points to take back", "1,200"."""

    label: str
    value: str


@dataclass(frozen=True, kw_only=True)
class Request:
    """
    What was asked for, as a kind's own functions are given it.

    Attributes:
        subject: what it is about, such as ``customer:0198…``.
        path: of the unit that it concerns.
    """

    id: UUID
    kind: str
    subject: str
    path: str
    content: Content
    requester_id: UUID
    asked_at: datetime


@dataclass(frozen=True, kw_only=True)
class ApprovalKind:
    """
    One act that needs two people.

    Attributes:
        code: room first, such as ``customers.erase``.
        label: lazily translated: "Erase a customer".
        deciders: who holds one of these roles, and whose part of the organisation covers the request, may decide.
        askers: who may ask.
        describe: the lines that are shown, from the content, in the language that is active; called once for each
            language when it is asked for, and frozen. Masked values only.
        carry_out: does it, in the transaction of the decision, in the name of whoever granted it. None: the
            room does it later itself, with ``require_approved``.
        current: the content as it would be asked for now; when that differs, nothing can be decided any more.
        excused: says why this person must not decide although their role allows it (recusal); empty when they may.
        url: of the page of the subject, for whoever decides; empty for none.
        document: address of the file that is decided on, to be read before; empty for none.
        lasts: how long somebody may take to decide, and afterwards the room to do it.
        danger: it cannot be undone; the page says so.
    """

    code: str
    label: str | _StrPromise
    deciders: frozenset[Role]
    describe: Callable[[Content], list[Line]]
    askers: frozenset[Role] = EVERY_ROLE
    carry_out: Callable[[Request, Actor, datetime], None] | None = None
    current: Callable[[Request], Content | None] | None = None
    excused: Callable[[Request, Actor], str] | None = None
    url: Callable[[Request], str] | None = None
    document: Callable[[Request], str] | None = None
    lasts: timedelta = timedelta(days=3)
    danger: bool = False


_kinds: dict[str, ApprovalKind] = {}


def register_approval_kind(kind: ApprovalKind) -> None:
    """Make an act known; for ``AppConfig.ready`` or the wiring."""
    _kinds[kind.code] = kind


def kind_of(code: str) -> ApprovalKind:
    """
    The kind with this code.

    Raises:
        KeyError: no room registered it.
    """
    return _kinds[code]


def known_kind(code: str) -> ApprovalKind | None:
    """The kind with this code, or None when its room has gone."""
    return _kinds.get(code)


def kinds_decided_by(actor: Actor) -> list[str]:
    """The codes of what the actor's roles may decide."""
    return [code for code, kind in _kinds.items() if actor.has(*kind.deciders)]
