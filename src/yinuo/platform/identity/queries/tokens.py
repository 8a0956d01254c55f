"""API tokens: whose call this is, and which are given out."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import Enum
from typing import Any
from uuid import UUID

from django.db.models import Q

from yinuo.platform.identity.actor import Actor, ActorKind
from yinuo.platform.identity.models import ApiToken
from yinuo.platform.identity.tokens import digest_of, is_well_formed
from yinuo.platform.jobs.public import ask

# The moment of last use is for people who look for forgotten tokens: one write a minute is enough.
_USE_NOTED_EVERY = timedelta(minutes=1)


_HOLDER = """
    SELECT token.id, token.name, token.scopes, token.node_id, node.path, token.expires_at, token.last_used_at
    FROM identity_apitoken AS token JOIN identity_node AS node ON node.id = token.node_id
    WHERE token.digest = %s AND token.revoked_at IS NULL AND token.expires_at > %s
"""


class TokenState(Enum):
    ACTIVE = "ACTIVE"
    EXPIRED = "EXPIRED"
    REVOKED = "REVOKED"


@dataclass(frozen=True, kw_only=True)
class TokenHolder:
    """The program that calls with a valid token: what it may do, and until when."""

    token_id: UUID
    actor: Actor
    expires_at: datetime


@dataclass(frozen=True, kw_only=True)
class TokenView:
    """A token as administrators see it: everything but the token."""

    id: UUID
    name: str
    scopes: tuple[str, ...]
    node_name: str
    state: TokenState
    created_at: datetime
    expires_at: datetime
    revoked_at: datetime | None
    last_used_at: datetime | None


@dataclass(frozen=True, kw_only=True)
class HolderQuestion:
    """
    Whose token a text is, as a question that can be part of a larger one.

    Attributes:
        sql: gives one row, whose first column is the token's id, or none; with ``params``.
    """

    sql: str
    params: Sequence[Any]
    now: datetime

    def holder(self, row: Sequence[Any]) -> TokenHolder:
        """Who the row of ``sql`` says it is; the token's use is noted."""
        return _holder(row, self.now)


def holder_question(*, text: str, now: datetime) -> HolderQuestion | None:
    """What to ask the database of a token; None for what is none by its form."""
    if not is_well_formed(text):
        return None
    return HolderQuestion(sql=_HOLDER, params=[digest_of(text), now], now=now)


def token_holder(*, text: str, now: datetime) -> TokenHolder | None:
    """Who calls with this token, or None when it is unknown, expired or revoked; its use is noted."""
    question = holder_question(text=text, now=now)
    if question is None:
        return None
    return next((question.holder(row) for row in ask(question.sql, question.params).rows()), None)


def _holder(row: Sequence[Any], now: datetime) -> TokenHolder:
    token_id, name, scopes, node_id, reach, expires_at, last_used_at = row
    if last_used_at is None or last_used_at <= now - _USE_NOTED_EVERY:
        _note_use(token_id, now)
    actor = Actor(
        kind=ActorKind.INTEGRATION,
        id=token_id,
        name=name,
        scopes=frozenset(scopes),
        node_id=node_id,
        reach=reach,
    )
    return TokenHolder(token_id=token_id, actor=actor, expires_at=expires_at)


def api_tokens(*, actor: Actor, now: datetime) -> tuple[TokenView, ...]:
    """The tokens of the units within the actor's reach, newest first."""
    if actor.reach is None:
        return ()
    found = ApiToken.objects.select_related("node").filter(node__path__startswith=actor.reach)
    return tuple(_view(token, now) for token in found)


def _note_use(token_id: UUID, now: datetime) -> None:
    stale = Q(last_used_at=None) | Q(last_used_at__lte=now - _USE_NOTED_EVERY)
    ApiToken.objects.filter(stale, pk=token_id).update(last_used_at=now)


def _view(token: ApiToken, now: datetime) -> TokenView:
    state = TokenState.ACTIVE
    if token.revoked_at is not None:
        state = TokenState.REVOKED
    elif token.expires_at <= now:
        state = TokenState.EXPIRED
    return TokenView(
        id=token.pk,
        name=token.name,
        scopes=tuple(token.scopes),
        node_name=token.node.name,
        state=state,
        created_at=token.created_at,
        expires_at=token.expires_at,
        revoked_at=token.revoked_at,
        last_used_at=token.last_used_at,
    )
