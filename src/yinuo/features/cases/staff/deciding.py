"""On the way to the decision: offer, the customer's answer, pauses, more time."""

from __future__ import annotations

from uuid import UUID

from django.http import HttpResponse
from django.utils.translation import gettext as _

from yinuo.features.cases.approvals.compensating import read_amount
from yinuo.features.cases.operations.extend_decision import ask_extension
from yinuo.features.cases.operations.pause_decision import pause_decision, resume_decision
from yinuo.features.cases.operations.propose import answer_proposal, propose
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import act_on, revision_of
from yinuo.platform.identity.public import StaffRequest, staff_page


@staff_page(*HANDLERS, methods=("POST",))
def propose_solution(request: StaffRequest, number: str) -> HttpResponse:
    """Offer something to the customer, or ask a second person whether we may."""

    def act(case_id: UUID) -> str:
        propose(
            case_id=case_id,
            text=request.POST.get("text", ""),
            amount=read_amount(request.POST.get("amount", "")),
            why=request.POST.get("why", ""),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
        return _("Proposed.")

    return act_on(request, number, act)


@staff_page(*HANDLERS, methods=("POST",))
def answer_offer(request: StaffRequest, number: str) -> HttpResponse:
    """Record what the customer says to the offer."""

    def act(case_id: UUID) -> str:
        answer_proposal(
            case_id=case_id,
            accepted=request.POST.get("accepted") == "yes",
            proof=request.POST.get("proof", ""),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
        return _("Recorded.")

    return act_on(request, number, act)


@staff_page(*HANDLERS, methods=("POST",))
def pause(request: StaffRequest, number: str) -> HttpResponse:
    """Stop the clock of the decision."""

    def act(case_id: UUID) -> str:
        pause_decision(
            case_id=case_id,
            reason=request.POST.get("reason", ""),
            proof=request.POST.get("proof", ""),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
        return _("The clock stands still.")

    return act_on(request, number, act)


@staff_page(*HANDLERS, methods=("POST",))
def resume(request: StaffRequest, number: str) -> HttpResponse:
    """Let the clock of the decision run again."""

    def act(case_id: UUID) -> str:
        resume_decision(
            case_id=case_id,
            proof=request.POST.get("proof", ""),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
        return _("The clock runs again.")

    return act_on(request, number, act)


@staff_page(*HANDLERS, methods=("POST",))
def extend(request: StaffRequest, number: str) -> HttpResponse:
    """Ask a second person for more time."""
    amount = request.POST.get("amount", "")

    def act(case_id: UUID) -> str:
        ask_extension(
            case_id=case_id,
            amount=int(amount) if amount.isascii() and amount.isdigit() and len(amount) < 5 else 0,
            reason=request.POST.get("reason", ""),
            why=request.POST.get("why", ""),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
        return _("Asked; a second person decides.")

    return act_on(request, number, act)
