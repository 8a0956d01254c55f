"""Tasks as staff see them: what is mine to do, one of them, and asking for one."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.features.cases.helping.holding import DUTY, TaskNotFound
from yinuo.features.cases.operations.end_task import answer_task, decline_task, take_back_task
from yinuo.features.cases.operations.give_task import give_task
from yinuo.features.cases.operations.pass_on_task import pass_on_task
from yinuo.features.cases.queries import to_do
from yinuo.features.cases.queries.case import case_detail
from yinuo.features.cases.roles import HANDLERS, HELPERS
from yinuo.features.cases.staff.acting import revision_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import (
    SYSTEM,
    NodeView,
    StaffRequest,
    StaffRow,
    nodes,
    staff_list,
    staff_page,
)

# A person acted on what the page showed: 409 when that changed or is refused, so that nothing seems done.
REFUSED = 409
COLLEAGUES = 100


@staff_page(*HELPERS)
def my_tasks_page(request: StaffRequest) -> HttpResponse:
    """What is mine to do; what I asked for; what I did."""
    view = request.GET.get("view", "mine")
    lists = {"mine": to_do.my_tasks, "asked": to_do.asked_tasks, "ended": to_do.ended_tasks}
    view = view if view in lists else "mine"
    labels = {"mine": _("To do"), "asked": _("Asked by me"), "ended": _("Done by me")}
    here = reverse("cases:my_tasks")
    context = {
        "view": view,
        "tasks": lists[view](actor=request.actor, now=request.now),
        "views": [
            {"label": label, "url": f"{here}?view={name}", "current": name == view}
            for name, label in labels.items()
        ],
    }
    return render(request, "cases/my_tasks.html", context)


@staff_page(*HELPERS)
def task_page(request: StaffRequest, task_id: UUID) -> HttpResponse:
    """What is asked, and what was answered."""
    return _task(request, task_id)


@staff_page(*HELPERS, methods=("POST",))
def act_on_task(request: StaffRequest, task_id: UUID, kind: str) -> HttpResponse:
    """Answer it, decline it, take it on, hand it over or take it back."""
    if kind not in _ACTS or to_do.task_of(task_id=task_id, actor=request.actor, now=request.now) is None:
        raise Http404
    try:
        said = _ACTS[kind](request, task_id)
    except TaskNotFound as refusal:
        raise Http404 from refusal
    except DomainError as refusal:
        text = request.POST.get("text", "")
        return _task(request, task_id, problem=str(refusal), text=text, status=REFUSED)
    messages.success(request, said)
    return redirect("cases:task", task_id=task_id)


@staff_page(*HANDLERS, methods=("GET", "POST"))
def ask_page(request: StaffRequest, number: str) -> HttpResponse:
    """Choose a unit, then somebody there or whoever takes it, and say what is needed."""
    case = case_detail(number=number, actor=request.actor, now=request.now)
    if case is None:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    units = nodes(actor=SYSTEM)
    unit = next((one for one in units if str(one.id) == given.get("unit")), None)
    if unit is None:
        unit = next((one for one in units if one.path == request.actor.node_path), units[0])
    problem = ""
    if request.method == "POST":
        try:
            give_task(
                case_id=case.id,
                what=given.get("what", ""),
                path=unit.path,
                assignee_id=_uuid(given.get("to", "")),
                policy=given.get("policy", DUTY),
                actor=request.actor,
                now=request.now,
                revision=revision_of(request),
            )
        except DomainError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Asked. The clock of the task runs."))
            return redirect("cases:case", number=number)
    context = {
        "case": case,
        "units": units,
        "unit": unit,
        "colleagues": _colleagues(unit),
        "times": to_do.choices_of_time(now=request.now),
        "given": given,
        "problem": problem,
    }
    return render(request, "cases/ask.html", context, status=REFUSED if problem else 200)


def _task(
    request: StaffRequest, task_id: UUID, *, problem: str = "", text: str = "", status: int = 200
) -> HttpResponse:
    task = to_do.task_of(task_id=task_id, actor=request.actor, now=request.now)
    if task is None:
        raise Http404
    unit = next((one for one in nodes(actor=SYSTEM) if one.path == request.actor.node_path), None)
    context = {
        "task": task,
        "problem": problem,
        "text": text,
        "colleagues": [
            one for one in (_colleagues(unit) if unit and task.may_do else ()) if one.id != task.assignee_id
        ],
        "is_mine": task.assignee_id == request.actor.id,
    }
    return render(request, "cases/task.html", context, status=status)


def _colleagues(unit: NodeView) -> list[StaffRow]:
    """Who works in a unit and may be asked, by the sound of their names."""
    page = staff_list(actor=SYSTEM, node_path=unit.path, size=COLLEAGUES)
    return [row for row in page.rows if row.node_id == unit.id and set(row.roles) & set(HELPERS)]


def _answer(request: StaffRequest, task_id: UUID) -> str:
    settled = answer_task(
        task_id=task_id, text=request.POST.get("text", ""), actor=request.actor, now=request.now
    )
    if settled is None or settled.state == "KEPT":
        return _("Answered in time. Thank you.")
    return _("Answered, after the promised time.")


def _decline(request: StaffRequest, task_id: UUID) -> str:
    decline_task(task_id=task_id, reason=request.POST.get("text", ""), actor=request.actor, now=request.now)
    return _("Declined; whoever asked knows why.")


def _take_on(request: StaffRequest, task_id: UUID) -> str:
    pass_on_task(task_id=task_id, to=_self(request), actor=request.actor, now=request.now)
    return _("This task is yours now.")


def _pass_on(request: StaffRequest, task_id: UUID) -> str:
    to = _uuid(request.POST.get("to", "")) or UUID(int=0)
    pass_on_task(task_id=task_id, to=to, actor=request.actor, now=request.now)
    return _("Handed over.")


def _take_back(request: StaffRequest, task_id: UUID) -> str:
    take_back_task(task_id=task_id, actor=request.actor, now=request.now)
    return _("Taken back; nobody works on it any more.")


_ACTS = {
    "answer": _answer,
    "decline": _decline,
    "take-on": _take_on,
    "pass-on": _pass_on,
    "take-back": _take_back,
}


def _self(request: StaffRequest) -> UUID:
    return request.actor.id or UUID(int=0)


def _uuid(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
