"""Tasks of cases: who may do them, and how one is taken hold of for writing."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import hold_promises, withdraw_promises
from yinuo.features.cases.locking import CaseChangedMeanwhile
from yinuo.features.cases.models import Case, Task
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, ActorKind, Role, stand_ins
from yinuo.platform.jobs.public import require_transaction
from yinuo.platform.live.public import announce

DUTY = "case.task"  # what its policies are for begins so


class TaskNotFound(DomainError):
    """There is no such task that is yours to do."""

    code = "case.task_not_found"


class TaskEnded(DomainError):
    """It was answered, declined or taken back already."""

    code = "case.task_ended"


def may_do(*, task: Task, actor: Actor, now: datetime) -> bool:
    """Whether the task is theirs at this moment."""
    return is_theirs(task=task, actor=actor, away=stand_ins(at=now))


def is_theirs(*, task: Task, actor: Actor, away: Mapping[UUID, UUID | None]) -> bool:
    """
    Whether they are the assignee or stand in, work in the unit while nobody took it on, or supervise it.

    Args:
        away: for everybody who is away, who does their work.
    """
    if actor.kind is not ActorKind.STAFF:
        return False
    if task.assignee_id is None:
        mine = task.path == actor.node_path
    else:
        mine = actor.id in (task.assignee_id, away.get(task.assignee_id))
    return mine or (actor.has(Role.SUPERVISOR) and actor.sees(task.path))


def may_take_back(*, task: Task, actor: Actor) -> bool:
    """Whether they asked for it, or own the case that it is for."""
    return actor.id is not None and actor.id in (task.asked_by, task.case.owner_id)


def lock_task(*, task_id: UUID) -> Task:
    """
    The open task with its case and what is promised on it, locked until the commit.

    Raises:
        TaskNotFound: it does not exist.
        TaskEnded: see the class.
        CaseChangedMeanwhile: its case was merged at this moment.
    """
    require_transaction("case.task.lock")
    case_id = Task.objects.filter(pk=task_id).values_list("case_id", flat=True).first()
    if case_id is None:
        raise TaskNotFound(_("There is no such task, or it is not yours."))
    case = Case.objects.select_for_update().get(pk=case_id)
    task = Task.objects.select_for_update().get(pk=task_id)
    if task.case_id != case.pk:
        raise CaseChangedMeanwhile(_("The case of this task was merged at this moment; try again."))
    task.case = case
    if task.state != Task.State.OPEN:
        raise TaskEnded(_("This task has ended already; nothing was changed."))
    hold_promises(subject=subject_of(task))
    return task


def subject_of(task: Task) -> str:
    """Under which name the promise and the evidence of a task stand."""
    return f"task:{task.pk}"


def end_task(task: Task, *, state: Task.State, actor: Actor, now: datetime) -> None:
    """End a task that is not answered: what was promised is owed no more; what was late stays broken."""
    task.state, task.ended_at = state, now
    task.save(update_fields=["state", "ended_at", "answer"])
    withdraw_promises(subject=subject_of(task), reason=f"task_{state.lower()}", actor=actor, now=now)
    append(
        stream=f"case:{task.case_id}",
        action=f"case.task_{state.lower()}",
        actor=actor.reference,
        at=now,
        facts={"task": str(task.pk), **({"message": str(task.answer_id)} if task.answer_id else {})},
    )


def cancel_tasks(*, case: Case, actor: Actor, now: datetime) -> int:
    """Take back every open task of a case whose row is locked; how many there were."""
    found = list(Task.objects.select_for_update().filter(case=case, state=Task.State.OPEN).order_by("pk"))
    for task in found:
        hold_promises(subject=subject_of(task))
        end_task(task, state=Task.State.CANCELLED, actor=actor, now=now)
        tell_helpers(task)
    return len(found)


def move_tasks(*, origin: Case, to: Case) -> None:
    """Let the open tasks of a merged case serve the one that lives on; both rows are locked."""
    Task.objects.filter(case=origin, state=Task.State.OPEN).update(case=to)


def give_tasks_back(*, origin: Case, to: Case) -> None:
    """Undo ``move_tasks``: what was asked on ``origin`` serves it again."""
    Task.objects.filter(case=to, question__case=origin).update(case=origin)


def tell_helpers(task: Task) -> None:
    """Ask the open lists of the unit and the pages of the case to fetch themselves again."""
    announce("cases", reach=task.path, data={"case": str(task.case_id)})
    tell_screens(task.case)
