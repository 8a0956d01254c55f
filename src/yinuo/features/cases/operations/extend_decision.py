"""Give a decision more time: asked by one person, approved by another, and the customer is told why that moment."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext

from yinuo.core.promises.public import allowance_of, extend_promise
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Message
from yinuo.features.cases.operations.pause_decision import decision_of
from yinuo.features.cases.operations.record_response import next_attention
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.texts.messages import write_message
from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.public import request_approval
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction

KIND = "cases.extension"
# Why, as the customer reads it: they are told the reason, and no more than the reason.
REASONS = {
    "COMPLEX_MATTER": gettext_lazy("the matter is complex and more has to be looked into"),
    "THIRD_PARTY": gettext_lazy("another institution has to confirm something first"),
    "RECORDS": gettext_lazy("older records have to be brought back from the archive"),
    "SEVERAL_UNITS": gettext_lazy("several units have to decide together"),
}


class CannotExtendDecision(DomainError):
    """The policy gives no such time, or no reason is chosen."""

    code = "case.cannot_extend_decision"


def ask_extension(
    *,
    case_id: UUID,
    amount: int,
    reason: str,
    why: str,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> UUID:
    """
    Ask a second person for more time for the decision; returns the id of the request.

    Args:
        amount: of the policy's unit, mostly days.
        reason: a key of ``REASONS``: what the customer is told.
        why: in words, for whoever decides.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotPauseDecision: no decision is owed any more.
        CannotExtendDecision: the policy gives less, or there is no such reason.
        CannotRequestApproval: the actor may not ask, or does not say why.
    """
    if reason not in REASONS:
        raise CannotExtendDecision(_("Choose why more time is needed; the customer is told."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        promise = decision_of(case=case, now=now)
        left = allowance_of(promise_id=promise.id).more
        if not 1 <= amount <= left:
            raise CannotExtendDecision(
                ngettext("At most %(left)s more is allowed.", "At most %(left)s more are allowed.", left)
                % {"left": left}
            )
        if promise.state == "BROKEN":
            raise CannotExtendDecision(_("Its time has passed; a broken promise stays broken."))
        return request_approval(
            kind=KIND,
            subject=f"case:{case.pk}",
            content={
                "promise": str(promise.id),
                "amount": amount,
                "reason": reason,
                "due_at": promise.due_at.isoformat(),
            },
            reason=why,
            path=case.path,
            actor=actor,
            now=now,
        )


def extend_decision(
    *, case_id: UUID, content: Mapping[str, Any], asked_by: UUID, approver: Actor, now: datetime
) -> None:
    """
    Carry out what was approved: the customer is told, and the due time moves, in one write.

    Raises:
        CaseNotFound: it is not in the approver's reach.
        CannotExtendDecision: the case was closed meanwhile.
        CannotExtendPromise: see ``extend_promise``.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=approver)
        if case.state not in LIVING:
            raise CannotExtendDecision(_("This case is closed; it needs no more time."))
        told = write_message(
            case=case,
            kind=Message.Kind.REPLY,
            text=words_of(amount=int(content["amount"]), reason=str(content["reason"])),
            at=now,
            channel=case.source,
            author_id=asked_by,
        )
        extend_promise(
            promise_id=UUID(str(content["promise"])),
            amount=int(content["amount"]),
            reason=str(content["reason"]).lower(),
            told=f"message:{told.pk}",
            asked_by=asked_by,
            approver=approver,
            now=now,
        )
        case.attention_at = next_attention(case=case, now=now)
        case.revision += 1
        case.save(update_fields=["attention_at", "revision"])
        tell_screens(case)


def words_of(*, amount: int, reason: str) -> str:
    """What the customer reads."""
    return ngettext(
        "Our decision needs %(days)s day more, because %(reason)s. The new date stands on this page.",
        "Our decision needs %(days)s days more, because %(reason)s. The new date stands on this page.",
        amount,
    ) % {"days": amount, "reason": REASONS[reason]}
