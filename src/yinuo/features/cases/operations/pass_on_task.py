"""Pass a task on: take on what the unit was asked, or hand it to a colleague; its clock runs on."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import transfer_promises
from yinuo.features.cases.helping.holding import TaskNotFound, lock_task, may_do, subject_of, tell_helpers
from yinuo.features.cases.operations.give_task import tell_about
from yinuo.features.cases.roles import HELPERS
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, actor_of_staff
from yinuo.platform.jobs.public import transaction


class CannotPassOnTask(DomainError):
    """The colleague cannot take it, or has it already."""

    code = "case.cannot_pass_on_task"


def pass_on_task(*, task_id: UUID, to: UUID, actor: Actor, now: datetime) -> None:
    """
    Make ``to`` the one who does it; whoever passes it to themself takes it on.

    Raises:
        TaskNotFound, TaskEnded: see ``lock_task``; also where it is not theirs to pass on.
        CannotPassOnTask: see the class.
    """
    helper = actor_of_staff(to)
    if helper is None or helper.node_path is None or not helper.has(*HELPERS):
        raise CannotPassOnTask(_("Choose a colleague who takes it."))
    with transaction():
        task = lock_task(task_id=task_id)
        if not may_do(task=task, actor=actor, now=now):
            raise TaskNotFound(_("There is no such task, or it is not yours."))
        if task.assignee_id == to:
            raise CannotPassOnTask(_("This colleague has it already."))
        former, task.assignee_id, task.path = task.assignee_id, to, helper.node_path
        task.save(update_fields=["assignee", "path"])
        transfer_promises(subject=subject_of(task), owner_id=to, path=task.path)
        append(
            stream=f"case:{task.case_id}",
            action="case.task_passed_on",
            actor=actor.reference,
            at=now,
            facts={"task": str(task.pk), "from": str(former) if former else None, "to": str(to)},
        )
        tell_about(task, number=task.case.number, besides=actor.id, now=now)
        tell_helpers(task)
