"""What a second person is shown before money is offered or a decision gets more time."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.urls import reverse
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.promises.public import promises_on
from yinuo.features.cases.letters.approving import on_release_refused, register_letter_kind
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import Case, Proposal
from yinuo.features.cases.operations import extend_decision, propose
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.telling import tell_screens
from yinuo.platform.approvals.public import (
    ApprovalKind,
    ApprovalRefused,
    CannotDecide,
    Line,
    Request,
    register_approval_kind,
)
from yinuo.platform.identity.public import Actor, Role

Content = Mapping[str, Any]
DECIDERS = frozenset({Role.SUPERVISOR, Role.EXECUTIVE})


def _case_of(subject: str) -> UUID:
    return UUID(subject.partition(":")[2])


def _url(request: Request) -> str:
    number = Case.objects.filter(pk=_case_of(request.subject)).values_list("number", flat=True).first()
    return reverse("cases:case", args=[number]) if number else ""


def _compensation_lines(content: Content) -> list[Line]:
    proposal = Proposal.objects.select_related("case").get(pk=UUID(content["proposal"]))
    return [
        Line(label=_("Case"), value=proposal.case.number),
        Line(label=_("Compensation"), value=f"CNY {proposal.amount:,.2f}"),
        Line(label=_("What we offer"), value=proposal.redacted),
    ]


def _compensation_now(request: Request) -> Content | None:
    proposal = Proposal.objects.filter(pk=UUID(request.content["proposal"])).first()
    return propose.content_of(proposal) if proposal else None


def _make_offer(request: Request, now: datetime) -> None:
    if request.decided_by is None:
        return
    case = lock_case(case_id=_case_of(request.subject), actor=request.decided_by)
    proposal = Proposal.objects.select_for_update().get(pk=UUID(request.content["proposal"]))
    if not propose.may_still_offer(proposal=proposal, case=case):
        raise CannotDecide(_("The case was closed or the offer replaced meanwhile; nothing was offered."))
    propose.offer(proposal, case=case, actor=request.decided_by, now=now)
    case.revision += 1
    case.save(update_fields=["revision"])
    tell_screens(case)


def _excused(request: Request, person: Actor) -> str:
    return propose.too_much_for(proposal_amount=str(request.content["amount"]), person=person)


def on_approval_refused(event: ApprovalRefused) -> None:
    """What a second person did not agree to is not offered, and not issued."""
    on_release_refused(event)
    if event.kind == propose.KIND:
        Proposal.objects.filter(pk=UUID(event.content["proposal"]), state=Proposal.State.WAITING).update(
            state=Proposal.State.REFUSED
        )


def _extension_lines(content: Content) -> list[Line]:
    return [
        Line(label=_("More days"), value=str(content["amount"])),
        Line(label=_("Due until now"), value=_moment(str(content["due_at"]))),
        Line(
            label=_("The customer is told"),
            value=extend_decision.words_of(amount=int(content["amount"]), reason=str(content["reason"])),
        ),
    ]


def _moment(written: str) -> str:
    """A time as the institution's clocks show it."""
    return f"{timezone.localtime(datetime.fromisoformat(written)):%Y-%m-%d %H:%M}"


def _extension_now(request: Request) -> Content | None:
    promises = promises_on(subjects=[request.subject], now=request.asked_at)[request.subject]
    promise = next((one for one in promises if str(one.id) == request.content["promise"]), None)
    return {**request.content, "due_at": promise.due_at.isoformat()} if promise else None


def _extend(request: Request, now: datetime) -> None:
    if request.decided_by is not None:
        extend_decision.extend_decision(
            case_id=_case_of(request.subject),
            content=request.content,
            asked_by=request.requester_id,
            approver=request.decided_by,
            now=now,
        )


def register_kinds() -> None:
    """Let all of them be asked for."""
    register_letter_kind()
    register_approval_kind(
        ApprovalKind(
            code=propose.KIND,
            label=gettext_lazy("Offer compensation"),
            deciders=DECIDERS,
            askers=frozenset(HANDLERS),
            describe=_compensation_lines,
            current=_compensation_now,
            carry_out=_make_offer,
            excused=_excused,
            url=_url,
        )
    )
    register_approval_kind(
        ApprovalKind(
            code=extend_decision.KIND,
            label=gettext_lazy("More time for a decision"),
            deciders=DECIDERS,
            askers=frozenset(HANDLERS),
            describe=_extension_lines,
            current=_extension_now,
            carry_out=_extend,
            url=_url,
        )
    )
