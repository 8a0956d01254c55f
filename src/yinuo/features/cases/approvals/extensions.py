"""A decision gets more time once a second person has agreed."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.promises.public import promises_on
from yinuo.features.cases.approvals.kinds import Content, case_of, kind_on_cases
from yinuo.features.cases.operations import extend_decision
from yinuo.platform.approvals.public import Line, Request
from yinuo.platform.identity.public import Actor


def _lines(content: Content) -> list[Line]:
    due_at = timezone.localtime(datetime.fromisoformat(str(content["due_at"])))
    told = extend_decision.words_of(amount=int(content["amount"]), reason=str(content["reason"]))
    return [
        Line(label=_("More days"), value=str(content["amount"])),
        Line(label=_("Due until now"), value=f"{due_at:%Y-%m-%d %H:%M}"),
        Line(label=_("The customer is told"), value=told),
    ]


def _now(request: Request) -> Content | None:
    promises = promises_on(subjects=[request.subject], now=request.asked_at)[request.subject]
    promise = next((one for one in promises if str(one.id) == request.content["promise"]), None)
    return {**request.content, "due_at": promise.due_at.isoformat()} if promise else None


def _extend(request: Request, decider: Actor, now: datetime) -> None:
    extend_decision.extend_decision(
        case_id=case_of(request),
        content=request.content,
        asked_by=request.requester_id,
        approver=decider,
        now=now,
    )


EXTENSION = kind_on_cases(
    code=extend_decision.KIND,
    label=gettext_lazy("More time for a decision"),
    describe=_lines,
    current=_now,
    carry_out=_extend,
)
