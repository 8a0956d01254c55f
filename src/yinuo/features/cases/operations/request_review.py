"""Ask for a review (核查): the superior unit looks at a decision again, with other people."""

from __future__ import annotations

from datetime import datetime, timedelta
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import hold_promises
from yinuo.features.cases import rules
from yinuo.features.cases.beginning import BegunCase, Said, begin_case
from yinuo.features.cases.locking import CaseNotFound, lock_case
from yinuo.features.cases.models import LIVING, Case, Kind, Relation, State
from yinuo.features.cases.owning.recusal import handlers_of
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor, Role, actor_of_staff, nearest_with_role
from yinuo.platform.jobs.public import transaction

WITHIN = timedelta(days=30)


class CannotRequestReview(DomainError):
    """There is no decision to review, its 30 days have passed, or it was reviewed already."""

    code = "case.cannot_request_review"


def request_review(
    *,
    reason: str,
    now: datetime,
    token: str = "",
    case_id: UUID | None = None,
    actor: Actor | None = None,
    revision: int | None = None,
) -> BegunCase:
    """
    Open a review of the decision in the superior unit, owned by somebody who had no part in it.

    Args:
        reason: why the customer does not accept the decision.
        token: the secret of the customer's page, where the customer asks.
        case_id, actor, revision: the case and the member of staff or system, where somebody asks for them.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotRequestReview: see the class.
    """
    said = reason.strip()
    if not said or len(said) > rules.LONGEST_TEXT:
        raise CannotRequestReview(_("Say in 1 to 20,000 characters why you do not accept the decision."))
    with transaction():
        if case_id is not None and actor is not None:
            case = lock_case(case_id=case_id, actor=actor, revision=revision)
            who, asks = actor, None
        else:
            tracked = find_tracked(token=token, now=now, lock=True)
            if tracked is None:
                raise CaseNotFound(_("This link does not lead to a case; check that it is complete."))
            if tracked.withdrew_at:
                raise CannotRequestReview(_("You have withdrawn from this case; the others go on with it."))
            case, who, asks = tracked.case, tracked.actor, tracked.person
        hold_promises(subject=f"case:{case.pk}")
        refused = _why_not(case, now)
        if refused:
            raise CannotRequestReview(refused)
        path, owner_id = _reviewer(case)
        case.revision += 1
        case.save(update_fields=["revision"])
        return begin_case(
            parent=case,
            relation=Relation.REVIEW,
            said=[Said(text=said, at=now, by=asks.customer_id if asks else None)],
            asked_by=asks,
            voiced_at=now,
            path=path,
            owner_id=owner_id,
            actor=who,
            now=now,
        )


def may_review(*, case_id: UUID, now: datetime) -> bool:
    """Whether a review could be asked for at this moment."""
    case = Case.objects.filter(pk=case_id).first()
    return case is not None and not _why_not(case, now)


def review_until(*, resolved_at: datetime) -> datetime:
    """Until when a review may be asked for."""
    return resolved_at + WITHIN


def _why_not(case: Case, now: datetime) -> str:
    if case.kind != Kind.COMPLAINT or case.state != State.RESOLVED or case.resolved_at is None:
        return _("There is no decision on a complaint here that could be reviewed.")
    if case.relation == Relation.REVIEW:
        return _("This is the review already; mediation, arbitration and the courts stay open.")
    if now > review_until(resolved_at=case.resolved_at):
        return _("A review can be asked for within 30 days of the decision; they have passed.")
    if Case.objects.filter(parent=case, relation=Relation.REVIEW).exists():
        return _("This decision was put to review already; follow it there.")
    if Case.objects.filter(parent=case, relation=Relation.ROUND, state__in=LIVING).exists():
        return _("The matter was taken up again; wait for the decision of that round.")
    return ""


def _reviewer(case: Case) -> tuple[str, UUID | None]:
    """The superior unit, and somebody there or above who had no part in the decision; else a supervisor finds one."""
    superior = rules.superior_path(case.path)
    before = handlers_of(case.pk).union(case.concerns)
    for role in (Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR):
        for row in nearest_with_role(role=role, path=superior):
            reviewer = actor_of_staff(row.id)
            if row.id not in before and reviewer and reviewer.node_path:
                return reviewer.node_path, row.id
    return superior, None
