"""Give a task: ask a department or a colleague for something, with a promise of its own."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import CannotMakePromise, make_promise
from yinuo.features.cases import rules
from yinuo.features.cases.helping.holding import DUTY, subject_of, tell_helpers
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Message, Task
from yinuo.features.cases.roles import HELPERS
from yinuo.features.cases.texts.messages import write_message
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import (
    SYSTEM,
    Actor,
    ActorKind,
    NodeView,
    Role,
    actor_of_staff,
    nearest_with_role,
    nodes,
)
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.public import tell


class CannotGiveTask(DomainError):
    """Nobody is named who could do it, nothing is asked, or the case is closed."""

    code = "case.cannot_give_task"


def give_task(
    *,
    case_id: UUID,
    what: str,
    path: str,
    actor: Actor,
    now: datetime,
    assignee_id: UUID | None = None,
    policy: str = DUTY,
    revision: int | None = None,
) -> UUID:
    """
    Ask for something; the clock of the answer runs from now on.

    Args:
        what: kept as an internal note of the case.
        path: the unit that is asked.
        assignee_id: a colleague there; None lets whoever works there take it on.
        policy: by when: one whose duty begins with ``case.task``.

    Returns:
        The id of the task.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotGiveTask: see the class.
    """
    unit = unit_at(path)
    helper = _helper(assignee_id, unit)
    if not what.strip() or len(what) > rules.LONGEST_TEXT:
        raise CannotGiveTask(_("Say in 1 to 20,000 characters what you need."))
    if not policy.startswith(DUTY):
        raise CannotGiveTask(_("Choose by when you need it."))
    asker = actor.id if actor.kind is ActorKind.STAFF else None
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.state not in LIVING:
            raise CannotGiveTask(_("This case is closed; open a new round before you ask colleagues."))
        question = write_message(
            case=case, kind=Message.Kind.NOTE, text=what.strip(), at=now, author_id=asker
        )
        task = Task(
            case=case,
            path=unit.path,
            assignee_id=helper.id if helper else None,
            asked_by=asker,
            question=question,
            asked_at=now,
        )
        _record(task, unit, actor, now)
        _promise(task, policy, actor, now)
        tell_about(task, number=case.number, besides=actor.id, now=now)
        tell_helpers(task)
        return task.pk


def _record(task: Task, unit: NodeView, actor: Actor, now: datetime) -> None:
    append(
        stream=f"case:{task.case_id}",
        action="case.task_given",
        actor=actor.reference,
        at=now,
        facts={
            "task": str(task.pk),
            "unit": unit.name,
            "to": str(task.assignee_id) if task.assignee_id else None,
            "message": str(task.question_id),
        },
        sealed=bytes(task.question.sealed),
    )


def _promise(task: Task, policy: str, actor: Actor, now: datetime) -> None:
    """Promise the answer, and store the task with its time."""
    try:
        promise = make_promise(
            policy=policy,
            subject=subject_of(task),
            path=task.path,
            owner_id=task.assignee_id,
            starts_at=now,
            actor=actor,
            now=now,
        )
    except CannotMakePromise as refusal:
        raise CannotGiveTask(_("Choose by when you need it.")) from refusal
    task.promise_id, task.due_at = promise.id, promise.due_at
    task.save(force_insert=True)


def unit_at(path: str) -> NodeView:
    """
    The unit at ``path``.

    Raises:
        CannotGiveTask: there is none.
    """
    found = next((one for one in nodes(actor=SYSTEM) if one.path == path), None)
    if found is None:
        raise CannotGiveTask(_("Choose the unit that is asked."))
    return found


def _helper(assignee_id: UUID | None, unit: NodeView) -> Actor | None:
    if assignee_id is None:
        return None
    helper = actor_of_staff(assignee_id)
    if helper is None or helper.node_path != unit.path or not helper.has(*HELPERS):
        raise CannotGiveTask(_("Choose somebody who works in that unit."))
    return helper


def tell_about(task: Task, *, number: str, besides: UUID | None, now: datetime) -> None:
    """Tell whoever has to do it: the assignee, or the supervisors of the unit."""
    if task.assignee_id:
        told = {task.assignee_id}
    else:
        told = {row.id for row in nearest_with_role(role=Role.SUPERVISOR, path=task.path)}
    for person in told - {besides}:
        tell(
            recipient_id=person,
            kind="case.task_given",
            facts={"task": str(task.pk), "number": number},
            now=now,
        )
