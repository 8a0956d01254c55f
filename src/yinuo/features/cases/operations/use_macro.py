"""Do all that a macro says to one case: everything, or nothing where one act is refused."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Level, Macro
from yinuo.features.cases.operations.add_note import add_note
from yinuo.features.cases.operations.confirm_suggestion import confirm_suggestion
from yinuo.features.cases.operations.give_task import give_task
from yinuo.features.cases.operations.set_level import set_level
from yinuo.features.cases.texts.macros import acts_of, applicable, usable
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


class CannotUseMacro(DomainError):
    """There is no such macro, it would change nothing, or the case is closed."""

    code = "case.cannot_use_macro"


def use_macro(
    *, macro_id: UUID, case_id: UUID, actor: Actor, now: datetime, revision: int | None = None
) -> None:
    """
    Each act is done by its own operation, with its own rules and its own entry in the evidence.

    The answer is no act: it stands in the reply box afterwards, and whoever reads it sends it.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotUseMacro: see there.
        CannotSetLevel, CannotClassifyCase, CannotAddNote, CannotGiveTask: one act is refused; nothing was done.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        macro = Macro.objects.filter(usable(actor), pk=macro_id).first()
        if macro is None:
            raise CannotUseMacro(_("There is no such macro any more."))
        acts = applicable(acts_of(macro), case)
        if case.state not in LIVING or not acts.is_any:
            raise CannotUseMacro(_("This macro would change nothing on this case."))
        if acts.confirm:
            confirm_suggestion(case_id=case_id, actor=actor, now=now)
        if acts.level:
            set_level(case_id=case_id, level=Level(acts.level), actor=actor, now=now)
        if acts.note:
            add_note(case_id=case_id, text=acts.note, actor=actor, now=now)
        if acts.task:
            give_task(case_id=case_id, what=acts.task, path=acts.unit, actor=actor, now=now)
