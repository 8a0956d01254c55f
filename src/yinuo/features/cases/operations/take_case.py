"""Take a case that nobody owns; of two who try at once the first has it, and the other is told who."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.operations.assign_case import assign_case
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor, names_of
from yinuo.platform.jobs.public import transaction


class CannotTakeCase(DomainError):
    """Somebody else owns it, or only staff can own cases."""

    code = "case.cannot_take"


def take_case(*, case_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Make the actor the owner; nothing changes where they are already.

    Raises:
        CaseNotFound: see ``lock_case``.
        CannotTakeCase: somebody was faster.
        CannotAssignCase: see ``assign_case``.
    """
    if actor.id is None:
        raise CannotTakeCase(_("Choose a complaint specialist or a supervisor."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor)
        if case.owner_id == actor.id:
            return
        if case.owner_id is not None:
            name = names_of([case.owner_id]).get(case.owner_id, "")
            raise CannotTakeCase(
                _("%(name)s has this case already; open it, or ask them to hand it over.") % {"name": name}
            )
        assign_case(case_id=case_id, owner_id=actor.id, actor=actor, now=now)
