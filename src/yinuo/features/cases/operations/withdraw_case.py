"""
Withdraw a case: its customer no longer wants it, and the procedure ends that day.

Where several people have the matter, it ends when the last of them withdraws, or when a representative whose authority
names it does.
"""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import hold_promises, withdraw_promises
from yinuo.features.cases.events import CaseWithdrawn
from yinuo.features.cases.helping.holding import cancel_tasks
from yinuo.features.cases.locking import CaseNotFound, lock_case
from yinuo.features.cases.models import LIVING, Case, Complainant, State
from yinuo.features.cases.operations.add_note import add_note
from yinuo.features.cases.owning.alarm import forget_owner
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.together import goes_on, people_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, transaction


class CannotWithdrawCase(DomainError):
    """It has ended already, or whoever asks may not withdraw it."""

    code = "case.cannot_withdraw"


def withdraw_as_customer(*, token: str, now: datetime) -> bool:
    """
    Withdraw from one's own page.

    Returns:
        Whether the case ended: others who have the matter may go on.

    Raises:
        CaseNotFound: no page has this secret.
        CannotWithdrawCase: see the class.
    """
    with transaction():
        tracked = find_tracked(token=token, now=now, lock=True)
        if tracked is None:
            raise CaseNotFound(_("This link does not lead to a case; check that it is complete."))
        case, person = tracked.case, tracked.person
        hold_promises(subject=f"case:{case.pk}")
        if tracked.withdrew_at:
            raise CannotWithdrawCase(_("You have withdrawn from this case; the others go on with it."))
        if person is not None and not person.is_party and not person.may_withdraw:
            raise CannotWithdrawCase(
                _(
                    "Your authority does not name withdrawing. The customer withdraws on their own page, or you"
                    " bring us an authority that names it."
                )
            )
        return _step_back(case, person, tracked.actor, now)


def withdraw_case(
    *,
    case_id: UUID,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
    note: str = "",
    everybody: bool = False,
) -> bool:
    """
    Withdraw for a customer who said so on another way.

    Args:
        note: how the customer said so; kept as an internal note.
        everybody: all who have the matter said so; otherwise only the first customer, and others go on.

    Returns:
        Whether the case ended.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotWithdrawCase: see the class.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if note.strip():
            add_note(case_id=case_id, text=note, actor=actor, now=now)
            case.refresh_from_db()
        if everybody:
            _withdraw(case, actor, now)
            return True
        return _step_back(case, None, actor, now)


def _step_back(case: Case, person: Complainant | None, actor: Actor, now: datetime) -> bool:
    """Let one step back; the case ends unless somebody whose matter it is goes on. Whether it ended."""
    if case.state not in LIVING:
        raise CannotWithdrawCase(_("This case has ended already; there is nothing to withdraw."))
    people = people_of(case.pk)
    if person is None and case.customer_withdrew_at:
        raise CannotWithdrawCase(
            _(
                "The first customer has withdrawn already; others go on. Say that everybody withdrew to end it."
            )
        )
    if person is None:
        case.customer_withdrew_at = now
        case.save(update_fields=["customer_withdrew_at"])
    else:
        person.withdrew_at = now
        person.save(update_fields=["withdrew_at"])
        people = [person if one.pk == person.pk else one for one in people]
    if (person is not None and person.may_withdraw) or not goes_on(
        first_withdrew=case.customer_withdrew_at is not None, people=people
    ):
        _withdraw(case, actor, now)
        return True
    case.revision += 1
    case.save(update_fields=["revision"])
    append(
        stream=f"case:{case.pk}",
        action="case.stepped_back",
        actor=actor.reference,
        at=now,
        facts={"customer": str(person.customer_id if person else case.customer_id)},
    )
    tell_screens(case)
    return False


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
