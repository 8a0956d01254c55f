"""More time for a decision, asked for by another program: in the name of a person, decided by a second one."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.core.promises.public import Allowance, PromiseView
from yinuo.features.cases.in_name_of import person_for
from yinuo.features.cases.operations.extend_decision import KIND, CannotExtendDecision, ask_extension
from yinuo.platform.approvals.public import approvals_on
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction

# What a decision may take in all, in days: simple, complex, and extended with leave.
TOTALS = (15, 30, 60)


@dataclass(frozen=True, kw_only=True)
class Step:
    """A choice: how many days more, and what that makes in all."""

    more: int
    total: int


@dataclass(frozen=True, kw_only=True)
class AskedExtension:
    """A request for more time, and how it stands."""

    id: UUID
    state: str
    asked_by: str
    asked_at: datetime
    closed_at: datetime | None


def steps(*, promise: PromiseView, allowance: Allowance) -> tuple[Step, ...]:
    """Those of 15, 30 and 60 days in all that the policy still allows and that are more than now; for days alone."""
    if allowance.unit != "DAY":
        return ()
    # Days end with their last second: what counts is from which day to which.
    now = (timezone.localtime(promise.due_at).date() - timezone.localtime(promise.made_at).date()).days
    return tuple(Step(more=total - now, total=total) for total in TOTALS if 0 < total - now <= allowance.more)


def ask_extension_for(
    *,
    case_id: UUID,
    amount: int,
    reason: str,
    why: str,
    asked_by: str,
    program: Actor,
    now: datetime,
) -> UUID:
    """
    Ask for more time in the name of the case's owner, or of the colleague with the staff number ``asked_by``.

    A program asks and never decides: the request stands under a person, who may take it back, and a second person
    decides. The evidence of the case names the program as well.

    Raises:
        CaseNotFound: the program does not see it.
        CannotExtendDecision: nobody may ask in whose name it could be, or see ``ask_extension``.
        CannotRequestApproval: it is not said why.
    """
    with transaction():
        person = _person(case_id, asked_by)
        approval = ask_extension(
            case_id=case_id, amount=amount, reason=reason, why=why, actor=person, now=now
        )
        append(
            stream=f"case:{case_id}",
            action="case.extension_asked",
            actor=program.reference,
            at=now,
            facts={"approval": str(approval), "in_name_of": str(person.id), "amount": amount},
        )
        return approval


def extensions_of(*, case_id: UUID, actor: Actor) -> tuple[AskedExtension, ...]:
    """All requests for more time for a case, the newest first."""
    return tuple(
        AskedExtension(
            id=row.id,
            state=row.state,
            asked_by=row.requester_name,
            asked_at=row.asked_at,
            closed_at=row.closed_at,
        )
        for row in approvals_on(subject=f"case:{case_id}", actor=actor)
        if row.kind == KIND
    )


def _person(case_id: UUID, number: str) -> Actor:
    person = person_for(case_id=case_id, number=number)
    if person is None:
        raise CannotExtendDecision(
            _("Name a specialist or supervisor in whose name it is asked: the case has no owner who could.")
        )
    return person
