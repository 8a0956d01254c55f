"""Give a case to another owner; what is owed goes with it."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import transfer_promises
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING
from yinuo.features.cases.operations.add_note import add_note
from yinuo.features.cases.owning.alarm import settle_owner
from yinuo.features.cases.owning.recusal import is_recused
from yinuo.features.cases.snoozing import bring_back
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, Role, actor_of_staff
from yinuo.platform.jobs.public import transaction


class CannotAssignCase(DomainError):
    """The new owner may not own cases, or the case is closed."""

    code = "case.cannot_assign"


def assign_case(
    *,
    case_id: UUID,
    owner_id: UUID,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
    note: str = "",
) -> None:
    """
    Make ``owner_id`` the owner.

    Args:
        note: for whoever takes over; an internal note on the case, or nothing.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotAssignCase: the person is no complaint specialist or supervisor, or the case is closed.
        CannotAddNote: the note is longer than 20,000 characters.
    """
    owner = actor_of_staff(owner_id)
    if owner is None or owner.node_path is None or not owner.has(Role.COMPLAINT_SPECIALIST, Role.SUPERVISOR):
        raise CannotAssignCase(_("Choose a complaint specialist or a supervisor."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.state not in LIVING:
            raise CannotAssignCase(_("This case is closed; it keeps its owner."))
        if not actor.sees(owner.node_path):
            raise CannotAssignCase(
                _("This person works in another unit; ask their supervisor to take the case.")
            )
        if owner_id in case.concerns:
            raise CannotAssignCase(_("The matter concerns this person; give it to somebody else."))
        if is_recused(case=case, staff_id=owner_id):
            raise CannotAssignCase(_("This person decided the matter before; a review needs somebody else."))
        former, case.owner_id, case.path = case.owner_id, owner_id, owner.node_path
        case.revision += 1
        case.save(update_fields=["owner", "path", "revision"])
        bring_back(case)
        transfer_promises(subject=f"case:{case.pk}", owner_id=owner_id, path=case.path)
        entry = append(
            stream=f"case:{case.pk}",
            action="case.assigned",
            actor=actor.reference,
            at=now,
            facts={"from": str(former) if former else None, "to": str(owner_id)},
        )
        if former is None:
            settle_owner(case, entry=entry, actor=actor, now=now)
        if note.strip():
            add_note(case_id=case_id, text=note, actor=actor, now=now)
        tell_screens(case)
