"""Attach files to a case: by colleagues, or by the customer on their own page."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases.locking import CaseNotFound, lock_case
from yinuo.features.cases.models import LIVING, Case
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.files.public import CheckedUploads, attach_files
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


class CannotAttach(DomainError):
    """The case is closed."""

    code = "case.cannot_attach"


def attach_to_case(
    *,
    case_id: UUID,
    checked: CheckedUploads,
    for_customer: bool,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> tuple[UUID, ...]:
    """
    Attach files as a colleague.

    Args:
        for_customer: whether the customer sees them on their page.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotAttach: the case is closed.
        CannotTakeFile: there would be too many.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        return _attach(case, checked, by_customer=False, for_customer=for_customer, actor=actor, now=now)


def attach_as_customer(*, token: str, checked: CheckedUploads, now: datetime) -> tuple[UUID, ...]:
    """
    Attach files from the customer's own page.

    Raises:
        CaseNotFound: no page has this secret.
        CannotAttach: the case is closed.
        CannotTakeFile: there would be too many.
    """
    with transaction():
        tracked = find_tracked(token=token, now=now, lock=True)
        if tracked is None:
            raise CaseNotFound(_("There is no such case, or it belongs to another unit."))
        if tracked.withdrew_at:
            raise CannotAttach(_("You have withdrawn from this case; the others go on with it."))
        return _attach(
            tracked.case, checked, by_customer=True, for_customer=True, actor=tracked.actor, now=now
        )


def _attach(
    case: Case, checked: CheckedUploads, *, by_customer: bool, for_customer: bool, actor: Actor, now: datetime
) -> tuple[UUID, ...]:
    if case.state not in LIVING:
        raise CannotAttach(_("This case is closed; open a new round before you add files."))
    attached = attach_files(
        subject=f"case:{case.pk}",
        owner=case.customer_id,
        checked=checked,
        by_customer=by_customer,
        for_customer=for_customer,
        actor=actor,
        now=now,
    )
    tell_screens(case)
    return attached
