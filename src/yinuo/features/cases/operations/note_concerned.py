"""Note that a case is about a colleague: from then on they never own it."""

from __future__ import annotations

from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING
from yinuo.features.cases.operations.choose_anew import choose_anew
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, staff_by_number
from yinuo.platform.jobs.public import transaction


class CannotNoteConcerned(DomainError):
    """Nobody has this number, or it is noted already."""

    code = "case.cannot_note_concerned"


def note_concerned(
    *, case_id: UUID, staff_number: str, actor: Actor, now: datetime, revision: int | None = None
) -> None:
    """
    Note a colleague whom the matter concerns; if they own it, the rules choose somebody else at once.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotNoteConcerned: see the class.
    """
    row = staff_by_number(number=staff_number) if staff_number.strip() else None
    if row is None:
        raise CannotNoteConcerned(_("Nobody has this staff number."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if row.id in case.concerns:
            raise CannotNoteConcerned(_("This is noted already."))
        case.concerns = [*case.concerns, row.id]
        case.revision += 1
        case.save(update_fields=["concerns", "revision"])
        facts: dict[str, Any] = {"concerns": [str(row.id)]}
        append(
            stream=f"case:{case.pk}",
            action="case.concerned",
            actor=actor.reference,
            at=now,
            facts=facts,
        )
        if case.owner_id == row.id and case.state in LIVING:
            choose_anew(case, actor=actor, now=now)
        tell_screens(case)
