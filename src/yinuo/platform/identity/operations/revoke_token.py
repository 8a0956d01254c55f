"""Take back a program's permission to call the REST interface."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.models import ApiToken
from yinuo.platform.identity.scope import require_administrator
from yinuo.platform.jobs.public import transaction


class UnknownToken(DomainError):
    """No such token, or none of a unit that the asking person may see."""

    code = "identity.unknown_token"


def revoke_token(*, token_id: UUID, actor: Actor, now: datetime) -> None:
    """
    End a token: the next call with it is refused. A token that has ended already stays as it is.

    Raises:
        CannotAdminister: the actor is no system administrator.
        UnknownToken: there is none within the actor's reach.
    """
    require_administrator(actor)
    with transaction():
        token = (
            ApiToken.objects.select_related("node")
            .select_for_update(of=("self",))
            .filter(pk=token_id)
            .first()
        )
        if token is None or not actor.sees(token.node.path):
            raise UnknownToken(_("There is no such token."))
        if token.revoked_at is not None:
            return
        token.revoked_at = now
        token.save(update_fields=["revoked_at"])
        append(stream=f"token:{token.pk}", action="identity.token_revoked", actor=actor.reference, at=now)
