"""Ask for something that a second person has to decide."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import translation
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.kernel.redaction import redact
from yinuo.platform.approvals import rules
from yinuo.platform.approvals.evidence import note
from yinuo.platform.approvals.kinds import ApprovalKind, Content, kind_of
from yinuo.platform.approvals.models import Approval, State
from yinuo.platform.approvals.telling import tell_deciders
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import transaction


class CannotRequestApproval(DomainError):
    """The request could not be decided by anybody, or says too little."""

    code = "approval.cannot_request"


def request_approval(
    *, kind: str, subject: str, content: Content, reason: str, path: str, actor: Actor, now: datetime
) -> UUID:
    """
    Store what is asked for as it is shown now, tell those who may decide, and return the request's id.

    The same request again, while it waits, is the one that waits.

    Args:
        kind: a registered code, such as ``customers.erase``.
        subject: what it is about, such as ``customer:0198…``.
        content: what exactly is to be done: JSON without floats; ids, codes, amounts, masks; no clear personal data.
        reason: why; kept redacted.
        path: of the unit that it concerns: whoever decides must see it.

    Raises:
        CannotRequestApproval: not a member of staff with the role, out of reach, or without a reason.
        KeyError: no room registered the kind.
    """
    known = kind_of(kind)
    _refuse(known, reason=reason, path=path, actor=actor)
    digest = rules.digest_of(kind=kind, subject=subject, content=content)
    with transaction():
        approval, is_new = Approval.objects.get_or_create(
            kind=kind,
            subject=subject,
            digest=digest,
            requester_id=actor.id,
            state=State.WAITING,
            defaults={
                "path": path,
                "content": dict(content),
                "shown": _frozen(known, content),
                "reason": redact(reason.strip()),
                "asked_at": now,
                "expires_at": now + known.lasts,
            },
        )
        if is_new:
            note(approval, action="requested", actor=actor, at=now, text=approval.reason)
            tell_deciders(approval, now=now)
        return approval.pk


def _refuse(kind: ApprovalKind, *, reason: str, path: str, actor: Actor) -> None:
    if actor.kind is not ActorKind.STAFF or not actor.has(*kind.askers) or not actor.sees(path):
        raise CannotRequestApproval(_("You may not ask for this."))
    if not rules.is_reason(reason):
        raise CannotRequestApproval(_("Say why, in 4 to 2,000 characters; whoever decides reads it."))


def _frozen(kind: ApprovalKind, content: Content) -> dict[str, list[list[str]]]:
    """The lines in every language of the house, since the two people may read different ones."""
    frozen = {}
    for language, _name in settings.LANGUAGES:
        with translation.override(language):
            frozen[language] = [[str(line.label), str(line.value)] for line in kind.describe(content)]
    return frozen
