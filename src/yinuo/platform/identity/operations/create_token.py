"""Give a program permission to call the REST interface."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.models import ApiToken
from yinuo.platform.identity.scope import node_in_reach, require_administrator
from yinuo.platform.identity.tokens import LONGEST_LIFE, LONGEST_NAME, digest_of, known_scopes, new_token_text
from yinuo.platform.jobs.public import transaction


class CannotCreateToken(DomainError):
    """The token cannot be given out as asked."""

    code = "identity.cannot_create_token"


@dataclass(frozen=True, kw_only=True)
class TokenCreated:
    """The new token; its text is shown once and kept nowhere."""

    id: UUID
    text: str = field(repr=False)


def create_token(
    *, name: str, scopes: Iterable[str], node_id: UUID, expires_at: datetime, actor: Actor, now: datetime
) -> TokenCreated:
    """
    Give out a token that sees the part of the organisation below a unit, until it expires.

    Args:
        name: which program holds it, for the people who look after it.
        scopes: what it may do, such as ``cases:write``; at least one of ``known_scopes()``.
        expires_at: at most a year ahead.

    Raises:
        CannotAdminister: the actor is no system administrator.
        UnknownNode: the unit does not exist within the actor's reach.
        CannotCreateToken: no name, no or unknown scopes, or an end that has passed or is too far away.
    """
    require_administrator(actor)
    name, wanted = name.strip(), sorted(set(scopes))
    if not name or len(name) > LONGEST_NAME:
        raise CannotCreateToken(_("Name the program that will hold the token, with at most 64 characters."))
    if not wanted or not {scope.code for scope in known_scopes()}.issuperset(wanted):
        raise CannotCreateToken(_("Choose what the token may do from the list of scopes."))
    if not now < expires_at <= now + LONGEST_LIFE:
        raise CannotCreateToken(_("Choose an end for the token that is at most a year away."))
    text = new_token_text()
    with transaction():
        node = node_in_reach(node_id, actor)
        token = ApiToken.objects.create(
            name=name, digest=digest_of(text), scopes=wanted, node=node, created_at=now, expires_at=expires_at
        )
        append(
            stream=f"token:{token.pk}",
            action="identity.token_created",
            actor=actor.reference,
            at=now,
            facts={"node": str(node.pk), "scopes": " ".join(wanted), "expires_at": expires_at.isoformat()},
        )
    return TokenCreated(id=token.pk, text=text)
