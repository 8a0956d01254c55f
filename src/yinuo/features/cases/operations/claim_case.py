"""Take a case that nobody owns."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.operations.assign_case import CannotAssignCase, assign_case
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


def claim_case(*, case_id: UUID, actor: Actor, now: datetime, revision: int | None = None) -> None:
    """
    Make the actor the owner of a case without one; of two who claim at once the first has it.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotAssignCase: a colleague has it already, it concerns the actor, or it has ended.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.owner_id is not None or actor.id is None:
            raise CannotAssignCase(_("A colleague has taken this case already."))
        assign_case(case_id=case_id, owner_id=actor.id, actor=actor, now=now, revision=revision)
