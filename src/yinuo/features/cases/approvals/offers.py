"""Money above a limit is offered once a second person has agreed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.features.cases.approvals.kinds import Content, case_of, kind_on_cases
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import Proposal
from yinuo.features.cases.operations import propose
from yinuo.features.cases.telling import tell_screens
from yinuo.platform.approvals.public import ApprovalRefused, CannotDecide, Line, Request
from yinuo.platform.identity.public import Actor


def on_offer_refused(event: ApprovalRefused) -> None:
    """What a second person did not agree to is not offered."""
    if event.kind == propose.KIND:
        waiting = Proposal.objects.filter(pk=UUID(event.content["proposal"]), state=Proposal.State.WAITING)
        waiting.update(state=Proposal.State.REFUSED)


def _lines(content: Content) -> list[Line]:
    proposal = Proposal.objects.select_related("case").get(pk=UUID(content["proposal"]))
    return [
        Line(label=_("Case"), value=proposal.case.number),
        Line(label=_("Compensation"), value=f"CNY {proposal.amount:,.2f}"),
        Line(label=_("What we offer"), value=proposal.redacted),
    ]


def _now(request: Request) -> Content | None:
    proposal = Proposal.objects.filter(pk=UUID(request.content["proposal"])).first()
    return propose.content_of(proposal) if proposal else None


def _offer(request: Request, decider: Actor, now: datetime) -> None:
    case = lock_case(case_id=case_of(request), actor=decider)
    proposal = Proposal.objects.select_for_update().get(pk=UUID(request.content["proposal"]))
    if not propose.may_still_offer(proposal=proposal, case=case):
        raise CannotDecide(_("The case was closed or the offer replaced meanwhile; nothing was offered."))
    propose.offer(proposal, case=case, actor=decider, now=now)
    case.revision += 1
    case.save(update_fields=["revision"])
    tell_screens(case)


OFFER = kind_on_cases(
    code=propose.KIND,
    label=gettext_lazy("Offer compensation"),
    describe=_lines,
    current=_now,
    carry_out=_offer,
    costs=True,
)
