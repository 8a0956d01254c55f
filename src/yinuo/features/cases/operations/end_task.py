"""End a task: answer it, decline it with a reason, or take it back."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import PromiseView, settle_promise
from yinuo.features.cases import rules
from yinuo.features.cases.helping.holding import (
    TaskNotFound,
    end_task,
    lock_task,
    may_do,
    may_take_back,
    tell_helpers,
)
from yinuo.features.cases.models import Message, Task
from yinuo.features.cases.texts.messages import write_message
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.notices.public import tell


class CannotEndTask(DomainError):
    """Nothing is said, or too much."""

    code = "case.cannot_end_task"


def answer_task(*, task_id: UUID, text: str, actor: Actor, now: datetime) -> PromiseView | None:
    """
    Say what was found or done; the verdict on the promise is by this moment.

    Raises:
        TaskNotFound, TaskEnded: see ``lock_task``; also where it is not theirs.
        CannotEndTask: see the class.
    """
    _check(text)
    with transaction():
        task = _theirs(task_id, actor, now)
        task.answer = _noted(task, text, actor, now)
        task.state, task.ended_at = Task.State.DONE, now
        task.save(update_fields=["state", "ended_at", "answer"])
        append(
            stream=f"case:{task.case_id}",
            action="case.task_done",
            actor=actor.reference,
            at=now,
            facts={"task": str(task.pk), "message": str(task.answer_id)},
            sealed=bytes(task.answer.sealed),
        )
        settled = settle_promise(
            promise_id=task.promise_id,
            happened_at=now,
            evidence=f"message:{task.answer_id}",
            actor=actor,
            now=now,
        )
        _tell_asker(task, "case.task_done", actor, now)
        return settled


def decline_task(*, task_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """
    Give it back undone, with the reason; what was already late stays broken.

    Raises:
        TaskNotFound, TaskEnded: see ``lock_task``; also where it is not theirs.
        CannotEndTask: see the class.
    """
    _check(reason)
    with transaction():
        task = _theirs(task_id, actor, now)
        task.answer = _noted(task, reason, actor, now)
        end_task(task, state=Task.State.DECLINED, actor=actor, now=now)
        _tell_asker(task, "case.task_declined", actor, now)


def take_back_task(*, task_id: UUID, actor: Actor, now: datetime) -> None:
    """
    Say that it is no longer needed: whoever asked for it, or owns the case.

    Raises:
        TaskNotFound, TaskEnded: see ``lock_task``; also where they did not ask for it.
    """
    with transaction():
        task = lock_task(task_id=task_id)
        if not may_take_back(task=task, actor=actor):
            raise TaskNotFound(_("There is no such task, or it is not yours."))
        end_task(task, state=Task.State.CANCELLED, actor=actor, now=now)
        if task.assignee_id and task.assignee_id != actor.id:
            facts = {"task": str(task.pk), "number": task.case.number}
            tell(recipient_id=task.assignee_id, kind="case.task_cancelled", facts=facts, now=now)
        tell_helpers(task)


def _check(text: str) -> None:
    if not text.strip() or len(text) > rules.LONGEST_TEXT:
        raise CannotEndTask(_("Say in 1 to 20,000 characters what you found, or why it cannot be done."))


def _theirs(task_id: UUID, actor: Actor, now: datetime) -> Task:
    task = lock_task(task_id=task_id)
    if not may_do(task=task, actor=actor, now=now):
        raise TaskNotFound(_("There is no such task, or it is not yours."))
    return task


def _noted(task: Task, text: str, actor: Actor, now: datetime) -> Message:
    return write_message(
        case=task.case, kind=Message.Kind.NOTE, text=text.strip(), at=now, author_id=actor.id
    )


def _tell_asker(task: Task, kind: str, actor: Actor, now: datetime) -> None:
    facts = {"task": str(task.pk), "number": task.case.number}
    for person in {task.asked_by, task.case.owner_id} - {None, actor.id}:
        if person:
            tell(recipient_id=person, kind=kind, facts=facts, now=now)
    tell_helpers(task)
