"""Withdraw a case: its customer no longer wants it, and the procedure ends that day."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import hold_promises, withdraw_promises
from yinuo.features.cases.events import CaseWithdrawn
from yinuo.features.cases.helping import cancel_tasks
from yinuo.features.cases.locking import CaseNotFound, lock_case
from yinuo.features.cases.models import LIVING, Case, State
from yinuo.features.cases.operations.add_note import add_note
from yinuo.features.cases.owning.alarm import forget_owner
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.tracking import find_tracked
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import publish, transaction


class CannotWithdrawCase(DomainError):
    """It has ended already."""

    code = "case.cannot_withdraw"


def withdraw_as_customer(*, token: str, now: datetime) -> None:
    """
    Withdraw from the customer's own page.

    Raises:
        CaseNotFound: no page has this secret.
        CannotWithdrawCase: it has ended already.
    """
    with transaction():
        case = find_tracked(token=token, now=now, lock=True)
        if case is None:
            raise CaseNotFound(_("This link does not lead to a case; check that it is complete."))
        hold_promises(subject=f"case:{case.pk}")
        _withdraw(case, Actor(kind=ActorKind.CUSTOMER, id=case.customer_id), now)


def withdraw_case(
    *, case_id: UUID, actor: Actor, now: datetime, revision: int | None = None, note: str = ""
) -> None:
    """
    Withdraw for a customer who said so on another way.

    Args:
        note: how the customer said so; kept as an internal note.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotWithdrawCase: it has ended already.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if note.strip():
            add_note(case_id=case_id, text=note, actor=actor, now=now)
        _withdraw(case, actor, now)


def _withdraw(case: Case, actor: Actor, now: datetime) -> None:
    if case.state not in LIVING:
        raise CannotWithdrawCase(_("This case has ended already; there is nothing to withdraw."))
    subject = f"case:{case.pk}"
    case.state, case.attention_at = State.WITHDRAWN, None
    case.revision += 1
    case.save(update_fields=["state", "attention_at", "revision"])
    append(stream=subject, action="case.withdrawn", actor=actor.reference, at=now, facts={})
    withdraw_promises(subject=subject, reason="customer_withdrew", actor=actor, now=now)
    cancel_tasks(case=case, actor=actor, now=now)
    forget_owner(case, reason="case_ended", actor=actor, now=now)
    tell_screens(case)
    publish(
        CaseWithdrawn(
            case_id=case.pk,
            number=case.number,
            kind=case.kind,
            path=case.path,
            owner_id=case.owner_id,
            at=now,
        )
    )
