"""Propose a solution: what we offer and what we pay, by a second person's leave where it is much."""

from __future__ import annotations

from datetime import datetime
from decimal import Decimal
from hashlib import sha256
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from yinuo.core.customers.public import clear_names
from yinuo.features.cases import rules
from yinuo.features.cases.approvals.compensating import alone, as_second_person
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Case, Message, Proposal
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.texts.messages import write_message
from yinuo.kernel.errors import DomainError
from yinuo.kernel.redaction import redact
from yinuo.platform.approvals.public import request_approval
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import Place, sealer_for, unlock

KIND = "cases.compensation"


class CannotPropose(DomainError):
    """The case is closed, nothing is offered, or another offer is still open."""

    code = "case.cannot_propose"


class CannotAnswerProposal(DomainError):
    """There is no offer to answer, or it was answered before."""

    code = "case.cannot_answer_proposal"


def propose(
    *,
    case_id: UUID,
    text: str,
    amount: Decimal,
    actor: Actor,
    now: datetime,
    why: str = "",
    revision: int | None = None,
) -> UUID:
    """
    Offer something; what the actor may not pay alone waits for a second person, bound to this text and this sum.

    A proposal that waits or that the customer has not answered is replaced.

    Args:
        text: as the customer reads it.
        amount: of compensation, in yuan; 0 for none.
        why: for whoever decides, where somebody has to.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotPropose: the case is closed, or nothing substantive is offered.
        CannotRequestApproval: a second person is needed and nothing says why.
    """
    offered = text.strip()
    if not rules.is_substantive(offered) or len(offered) > rules.LONGEST_TEXT:
        raise CannotPropose(_("Say what we offer, in the customer's words; 20,000 characters at most."))
    if actor.kind is not ActorKind.STAFF or actor.id is None:
        raise CannotPropose(_("Only a person makes an offer."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.state not in LIVING:
            raise CannotPropose(_("This case is closed; open a new round before you offer anything."))
        Proposal.objects.filter(case=case, state__in=LIVING_PROPOSALS).update(state=Proposal.State.REPLACED)
        proposal = _stored(case, offered, amount, actor.id, now)
        _note(proposal, "case.proposed", actor, now)
        if amount > alone(actor):
            request_approval(
                kind=KIND,
                subject=f"case:{case.pk}",
                content=content_of(proposal),
                reason=why,
                path=case.path,
                actor=actor,
                now=now,
            )
        else:
            offer(proposal, case=case, actor=actor, now=now)
        case.revision += 1
        case.save(update_fields=["revision"])
        tell_screens(case)
        return proposal.pk


LIVING_PROPOSALS = (Proposal.State.WAITING, Proposal.State.OFFERED)


def answer_proposal(
    *,
    case_id: UUID,
    accepted: bool,
    actor: Actor,
    now: datetime,
    proof: str,
    revision: int | None = None,
) -> None:
    """
    Record what the customer says to the offer.

    Args:
        proof: how they said it: which call, which letter.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotAnswerProposal: nothing is offered, it was answered before, or nothing shows it.
    """
    if not proof.strip():
        raise CannotAnswerProposal(_("Say how the customer answered: by which call, letter or message."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        proposal = Proposal.objects.filter(case=case, state=Proposal.State.OFFERED).first()
        if proposal is None:
            raise CannotAnswerProposal(_("There is no offer that waits for the customer's answer."))
        proposal.state = Proposal.State.ACCEPTED if accepted else Proposal.State.DECLINED
        proposal.answered_at = now
        proposal.save(update_fields=["state", "answered_at"])
        note = write_message(
            case=case,
            kind=Message.Kind.NOTE,
            text=proof.strip()[: rules.LONGEST_TEXT],
            at=now,
            author_id=actor.id if actor.kind is ActorKind.STAFF else None,
        )
        action = "case.proposal_accepted" if accepted else "case.proposal_declined"
        _note(proposal, action, actor, now, proof=f"message:{note.pk}")
        case.revision += 1
        case.save(update_fields=["revision"])
        tell_screens(case)


def content_of(proposal: Proposal) -> dict[str, Any]:
    """What a second person decides on, exactly."""
    return {
        "proposal": str(proposal.pk),
        "amount": str(proposal.amount),
        "text": proposal.digest,
        "state": str(proposal.state),
    }


def offer(proposal: Proposal, *, case: Case, actor: Actor, now: datetime) -> None:
    """Make the offer: the customer reads it among what was said."""
    clear = unlock([case.customer_id]).open(
        owner=case.customer_id, place=place_of(proposal.pk), sealed=bytes(proposal.sealed)
    )
    words = [clear]
    if proposal.amount:
        words.append(_("Compensation: CNY %(amount)s") % {"amount": f"{proposal.amount:,.2f}"})
    message = write_message(
        case=case,
        kind=Message.Kind.REPLY,
        text="\n".join(words),
        at=now,
        channel=case.source,
        author_id=proposal.made_by,
    )
    proposal.state, proposal.offered_at = Proposal.State.OFFERED, now
    proposal.save(update_fields=["state", "offered_at"])
    _note(proposal, "case.offered", actor, now, message=str(message.pk))


def may_still_offer(*, proposal: Proposal, case: Case) -> bool:
    """Whether what was asked for waits unchanged on a living case."""
    return case.state in LIVING and proposal.state == Proposal.State.WAITING


def place_of(proposal_id: UUID) -> Place:
    """Where the sealed text of a proposal stands."""
    return Place(table="cases_proposal", column="sealed", row=proposal_id)


def too_much_for(*, proposal_amount: str, person: Actor) -> str:
    """Why this person may not agree to that sum; empty when they may."""
    if Decimal(proposal_amount) <= as_second_person(person):
        return ""
    return _("This sum is more than you may agree to; somebody higher has to decide.")


def _stored(case: Case, text: str, amount: Decimal, made_by: UUID, now: datetime) -> Proposal:
    proposal = Proposal(
        pk=uuid7(), case=case, amount=amount, state=Proposal.State.WAITING, made_by=made_by, made_at=now
    )
    proposal.sealed = sealer_for(case.customer_id).seal(place=place_of(proposal.pk), value=text)
    proposal.digest = sha256(proposal.sealed).hexdigest()
    proposal.redacted = redact(text, names=clear_names(case.customer_id))
    proposal.save(force_insert=True)
    return proposal


def _note(proposal: Proposal, action: str, actor: Actor, now: datetime, **more: str) -> None:
    append(
        stream=f"case:{proposal.case_id}",
        action=action,
        actor=actor.reference,
        at=now,
        facts={
            "proposal": str(proposal.pk),
            "amount": str(proposal.amount),
            "text": proposal.digest,
            **more,
        },
    )
