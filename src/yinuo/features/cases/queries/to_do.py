"""Reads about tasks: what somebody has to do, and what a case waits for."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import Q, QuerySet

from yinuo.core.promises.public import PromiseView, policies, promises_on
from yinuo.features.cases.helping.holding import DUTY, is_theirs, may_do, may_take_back, subject_of
from yinuo.features.cases.models import Case, Task
from yinuo.features.cases.roles import READERS
from yinuo.platform.identity.public import SYSTEM, Actor, Role, names_of, nodes, stand_ins

MOST = 200


@dataclass(frozen=True, kw_only=True)
class TaskView:
    """
    One task, its words redacted.

    Attributes:
        number, subject: of the case; whoever does the task learns no more of it than these.
        reads_case: whether the reader may open the case.
    """

    id: UUID
    number: str
    subject: str
    unit: str
    path: str
    assignee_id: UUID | None
    assignee: str
    asked_by: str
    state: str
    state_label: str
    what: str
    answer: str
    asked_at: datetime
    ended_at: datetime | None
    promise: PromiseView | None
    may_do: bool
    may_take_back: bool
    reads_case: bool

    @property
    def is_open(self) -> bool:
        return self.state == Task.State.OPEN

    @property
    def tone(self) -> str:
        """The colour of its state."""
        return {"DONE": "good", "DECLINED": "warn"}.get(self.state, "")


def my_tasks(*, actor: Actor, now: datetime) -> tuple[TaskView, ...]:
    """What the actor has to do, due soonest first: their own, their unit's, and of whom they stand in for."""
    found = Task.objects.filter(_to_do(actor, now), state=Task.State.OPEN).order_by("due_at", "pk")
    return _views(found[:MOST], actor, now)


def my_tasks_count(*, actor: Actor, now: datetime) -> int:
    """How many these are."""
    return Task.objects.filter(_to_do(actor, now), state=Task.State.OPEN).count()


def ended_tasks(*, actor: Actor, now: datetime) -> tuple[TaskView, ...]:
    """What the actor did lately, the newest first."""
    found = Task.objects.filter(assignee_id=actor.id).exclude(state=Task.State.OPEN)
    return _views(found.order_by("-ended_at", "pk")[:MOST], actor, now)


def asked_tasks(*, actor: Actor, now: datetime) -> tuple[TaskView, ...]:
    """What the actor asked of others and waits for, due soonest first."""
    found = Task.objects.filter(asked_by=actor.id, state=Task.State.OPEN).order_by("due_at", "pk")
    return _views(found[:MOST], actor, now)


def tasks_of(*, case_id: UUID, actor: Actor, now: datetime) -> tuple[TaskView, ...]:
    """The tasks of a case that the actor sees: the open ones first."""
    found = list(Task.objects.filter(case_id=case_id).order_by("asked_at", "pk"))
    return _views(sorted(found, key=lambda task: task.state != Task.State.OPEN), actor, now)


def task_of(*, task_id: UUID, actor: Actor, now: datetime) -> TaskView | None:
    """A task that is the actor's to do, that they asked for or did, or whose case they see; else None."""
    found = Task.objects.select_related("case").filter(pk=task_id).first()
    if found is None:
        return None
    theirs = actor.id in (found.asked_by, found.assignee_id)
    if not (theirs or may_do(task=found, actor=actor, now=now) or _reads(found.case, actor)):
        return None
    return _views([found], actor, now)[0]


def open_tasks_of(*, case_id: UUID) -> int:
    """How many tasks of a case nobody has done yet."""
    return Task.objects.filter(case_id=case_id, state=Task.State.OPEN).count()


def choices_of_time(*, now: datetime) -> tuple[tuple[str, str], ...]:
    """By when something can be asked for: each policy of tasks that is in force, the usual one first."""
    found = [one for one in policies(now=now) if one.duty.startswith(DUTY) and one.valid]
    return tuple((one.code, one.name) for one in sorted(found, key=lambda one: (one.code != DUTY, one.code)))


def _to_do(actor: Actor, now: datetime) -> Q:
    absent = [away for away, stand_in in stand_ins(at=now).items() if stand_in == actor.id]
    mine = Q(assignee_id__in=[actor.id, *absent])
    if actor.node_path is None:
        return mine
    unit = Q(path=actor.node_path)
    if actor.has(Role.SUPERVISOR) and actor.reach:
        unit |= Q(path__startswith=actor.reach)
    return mine | Q(assignee__isnull=True) & unit


def _reads(case: Case, actor: Actor) -> bool:
    return actor.has(*READERS) and actor.sees(case.path)


def _views(tasks: QuerySet[Task] | Iterable[Task], actor: Actor, now: datetime) -> tuple[TaskView, ...]:
    rows = list(tasks)
    if not rows:
        return ()
    known = Task.objects.select_related("case", "question", "answer", "assignee").in_bulk(
        [row.pk for row in rows]
    )
    names = names_of(row.asked_by for row in rows if row.asked_by)
    units = {one.path: one.name for one in nodes(actor=SYSTEM)}
    promises = promises_on(subjects=[subject_of(row) for row in rows], now=now)
    away = stand_ins(at=now)
    return tuple(
        _view(known[row.pk], names, units, next(iter(promises[subject_of(row)]), None), actor, away)
        for row in rows
    )


def _view(
    task: Task,
    names: Mapping[UUID, str],
    units: Mapping[str, str],
    promise: PromiseView | None,
    actor: Actor,
    away: Mapping[UUID, UUID | None],
) -> TaskView:
    is_open = task.state == Task.State.OPEN
    return TaskView(
        id=task.pk,
        number=task.case.number,
        subject=task.case.subject,
        unit=units.get(task.path, ""),
        path=task.path,
        assignee_id=task.assignee_id,
        assignee=task.assignee.name if task.assignee else "",
        asked_by=names.get(task.asked_by, "") if task.asked_by else "",
        state=task.state,
        state_label=task.get_state_display(),
        what=task.question.redacted,
        answer=task.answer.redacted if task.answer else "",
        asked_at=task.asked_at,
        ended_at=task.ended_at,
        promise=promise,
        may_do=is_open and is_theirs(task=task, actor=actor, away=away),
        may_take_back=is_open and may_take_back(task=task, actor=actor),
        reads_case=_reads(task.case, actor),
    )
