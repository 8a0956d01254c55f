"""Decide what another person asked for."""

from __future__ import annotations

from datetime import datetime
from typing import Literal
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.kernel.redaction import redact
from yinuo.platform.approvals import rules
from yinuo.platform.approvals.events import ApprovalGranted, ApprovalRefused
from yinuo.platform.approvals.evidence import note as note_step
from yinuo.platform.approvals.kinds import ApprovalKind, kind_of
from yinuo.platform.approvals.locking import ApprovalNotFound, lock_approval, request_of
from yinuo.platform.approvals.models import Approval, State
from yinuo.platform.approvals.telling import tell_requester
from yinuo.platform.identity.public import Actor, ActorKind, actor_of_staff
from yinuo.platform.jobs.public import publish, transaction

Decision = Literal["GRANT", "REFUSE"]


class CannotDecide(DomainError):
    """This person may not decide it, or it cannot be decided any more."""

    code = "approval.cannot_decide"


def decide(
    *, approval_id: UUID, decision: Decision, note: str = "", actor: Actor, now: datetime, seen: str = ""
) -> None:
    """
    Grant or refuse a request; what is granted and has a handler is done in the same transaction.

    Args:
        note: why; a refusal needs one. Kept redacted.
        seen: the content's hash in hex as the decision page showed it; empty where no page did.

    Raises:
        ApprovalNotFound: there is none that this person could decide or see.
        CannotTrustApproval: the request was changed in the database.
        CannotDecide: own request, recused, decided meanwhile, expired, or what it is about has changed.
        DomainError: what the act itself refuses; then nothing is decided.
    """
    with transaction():
        approval = lock_approval(approval_id)
        kind = kind_of(approval.kind)
        decider = _decider(approval, kind, actor)
        _refuse_late(approval, kind, now=now, seen=seen)
        if decision == "REFUSE" and not rules.is_reason(note):
            raise CannotDecide(_("Say why you do not approve, in 4 to 2,000 characters."))
        if len(note) > rules.LONGEST_TEXT:
            raise CannotDecide(_("Keep the note to 2,000 characters."))
        approval.state = State.GRANTED if decision == "GRANT" else State.REFUSED
        approval.decided_by_id, approval.closed_at, approval.note = actor.id, now, redact(note.strip())
        if decision == "GRANT" and kind.carry_out is not None:
            approval.carried_out_at = now
        approval.save(update_fields=["state", "decided_by", "closed_at", "note", "carried_out_at"])
        step = "granted" if decision == "GRANT" else "refused"
        note_step(approval, action=step, actor=decider, at=now, text=approval.note)
        if approval.carried_out_at is not None and kind.carry_out is not None:
            note_step(approval, action="carried_out", actor=decider, at=now)
            kind.carry_out(request_of(approval), decider, now)
        _publish(approval, decider=decider, at=now)
        tell_requester(approval, now=now)


def _decider(approval: Approval, kind: ApprovalKind, actor: Actor) -> Actor:
    """
    The person as they are at this moment: a role taken away since the page was opened counts no more.
    """
    fresh = actor_of_staff(actor.id) if actor.kind is ActorKind.STAFF and actor.id else None
    if fresh is None or not (fresh.sees(approval.path) or fresh.id == approval.requester_id):
        raise ApprovalNotFound(_("There is no such request."))
    if fresh.id == approval.requester_id:
        raise CannotDecide(_("You asked for this yourself; another person has to decide it."))
    if not fresh.has(*kind.deciders):
        raise CannotDecide(_("Your role does not decide this."))
    why_not = kind.excused(request_of(approval), fresh) if kind.excused else ""
    if why_not:
        raise CannotDecide(why_not)
    return fresh


def _refuse_late(approval: Approval, kind: ApprovalKind, *, now: datetime, seen: str) -> None:
    if approval.state != State.WAITING:
        raise CannotDecide(_("This was decided or taken back meanwhile; nothing was changed."))
    if now >= approval.expires_at:
        raise CannotDecide(_("The time to decide is over; it has to be asked for again."))
    if seen and seen != bytes(approval.digest).hex():
        raise CannotDecide(_("This is not what your page showed. Look at it again before you decide."))
    if kind.current is not None:
        current = kind.current(request_of(approval))
        same = current is not None and rules.digest_of(
            kind=approval.kind, subject=approval.subject, content=current
        ) == bytes(approval.digest)
        if not same:
            raise CannotDecide(
                _("What this is about has changed since it was asked for; it has to be asked for again.")
            )


def _publish(approval: Approval, *, decider: Actor, at: datetime) -> None:
    event = ApprovalGranted if approval.state == State.GRANTED else ApprovalRefused
    publish(
        event(
            approval_id=approval.pk,
            kind=approval.kind,
            subject=approval.subject,
            content=approval.content,
            requester_id=approval.requester_id,
            decided_by=decider.id or UUID(int=0),
            at=at,
        )
    )
