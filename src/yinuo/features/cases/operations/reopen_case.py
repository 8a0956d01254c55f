"""Take a matter up again: a new round with clocks of its own, while the old verdicts stand."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import hold_promises
from yinuo.features.cases import rules
from yinuo.features.cases.beginning import BegunCase, Said, begin_case
from yinuo.features.cases.letters.promising import withdraw_letter
from yinuo.features.cases.locking import CaseNotFound, lock_case
from yinuo.features.cases.models import LIVING, Case, Complainant, Relation, State
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor, actor_of_staff
from yinuo.platform.jobs.public import transaction

AGAIN = (State.RESOLVED, State.WITHDRAWN, State.DECLINED)


class CannotReopenCase(DomainError):
    """It has not ended, another round runs already, or nothing is said."""

    code = "case.cannot_reopen"


def reopen_case(
    *, case_id: UUID, text: str, actor: Actor, now: datetime, revision: int | None = None
) -> BegunCase:
    """
    Open a new round for a customer who came back.

    Args:
        text: what the customer says now.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotReopenCase: see the class.
    """
    with transaction():
        return _reopen(lock_case(case_id=case_id, actor=actor, revision=revision), text, actor, now)


def reopen_as_customer(*, token: str, text: str, now: datetime) -> BegunCase:
    """
    Open a new round from the customer's own page.

    Raises:
        CaseNotFound: no page has this secret.
        CannotReopenCase: see the class.
    """
    with transaction():
        tracked = find_tracked(token=token, now=now, lock=True)
        if tracked is None:
            raise CaseNotFound(_("This link does not lead to a case; check that it is complete."))
        hold_promises(subject=f"case:{tracked.case.pk}")
        return _reopen(tracked.case, text, tracked.actor, now, asked_by=tracked.person)


def may_reopen(*, case_id: UUID) -> bool:
    """Whether a new round could be opened: the matter has ended, and no later round runs."""
    return Case.objects.filter(pk=case_id, state__in=AGAIN).exists() and not _runs_on(case_id)


def _reopen(
    case: Case, text: str, actor: Actor, now: datetime, asked_by: Complainant | None = None
) -> BegunCase:
    said = text.strip()
    if not said or len(said) > rules.LONGEST_TEXT:
        raise CannotReopenCase(_("Say in 1 to 20,000 characters what is still not settled."))
    if case.state not in AGAIN:
        raise CannotReopenCase(_("Only a case that has ended can be taken up again."))
    if _runs_on(case.pk):
        raise CannotReopenCase(_("A later round of this matter runs already; continue there."))
    owner = actor_of_staff(case.owner_id) if case.owner_id else None
    case.revision += 1
    case.save(update_fields=["revision"])
    withdraw_letter(case, actor=actor, now=now)
    return begin_case(
        parent=case,
        relation=Relation.ROUND,
        said=[Said(text=said, at=now, by=asked_by.customer_id if asked_by else None)],
        asked_by=asked_by,
        voiced_at=now,
        path=case.path,
        owner_id=case.owner_id if owner and owner.node_path else None,
        actor=actor,
        now=now,
    )


def _runs_on(case_id: UUID) -> bool:
    return (
        Case.objects.filter(parent_id=case_id, relation=Relation.ROUND)
        .filter(state__in=(*LIVING, *AGAIN))
        .exists()
    )
