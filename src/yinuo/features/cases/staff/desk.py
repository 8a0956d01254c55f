"""The supervisor's desk: who has what, what is in danger, and handing several cases to another."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yinuo.features.cases.operations.assign_several import assign_several
from yinuo.features.cases.queries import workload
from yinuo.features.cases.queries.filtering import SOON
from yinuo.features.cases.staff.acting import shown_case
from yinuo.platform.approvals.public import waiting_for
from yinuo.platform.identity.public import Role, StaffRequest, staff_page

APPROVALS = 5
NOBODY = "nobody"


@staff_page(Role.SUPERVISOR)
def desk_page(request: StaffRequest) -> HttpResponse:
    """Everybody's load; the cases of whoever was chosen, else those that nobody owns."""
    who = request.GET.get("who", "")
    chosen = None if who in ("", NOBODY) else _id(who)
    people = workload.loads(actor=request.actor, now=request.now)
    person = next((row for row in people if row.staff_id == chosen), None) if chosen else None
    if chosen and person is None:
        raise Http404
    unowned, unowned_soon, unowned_late = workload.unowned(actor=request.actor, now=request.now)
    context = {
        "people": people,
        "person": person,
        "unowned": unowned,
        "open": sum(row.open for row in people) + unowned,
        "at_risk": sum(row.at_risk for row in people) + unowned_soon,
        "overdue": sum(row.overdue for row in people) + unowned_late,
        "cases": workload.cases_of(owner_id=chosen, actor=request.actor),
        "listed": workload.LISTED,
        "colleagues": workload.takers(people),
        "approvals": waiting_for(actor=request.actor, limit=APPROVALS),
        "now": request.now,
        "soon": request.now + SOON,
    }
    return render(request, "cases/desk.html", context)


@staff_page(Role.SUPERVISOR, methods=("POST",))
def reassign(request: StaffRequest) -> HttpResponse:
    """Show what would go to whom; once that was seen, do it and say what came of it."""
    people = workload.takers(workload.loads(actor=request.actor, now=request.now))
    taker = next((one for one in people if one.id == _id(request.POST.get("owner", ""))), None)
    shown = dict(
        pair for text in request.POST.getlist("case")[: workload.LISTED] if (pair := shown_case(text))
    )
    cases = workload.picked_cases(ids=list(shown), actor=request.actor)
    going = [case for case in cases if taker and case.owner_id != taker.id]
    note = request.POST.get("note", "")[:20_000]
    context: dict[str, Any] = {
        "taker": taker,
        "going": going,
        "note": note,
        "staying": len(cases) - len(going),
    }
    if taker and going and request.POST.get("step") == "do":
        came = assign_several(
            revisions={case.id: shown[case.id] for case in going},
            owner_id=taker.id,
            actor=request.actor,
            now=request.now,
            note=note,
        )
        context |= {
            "done": [case for case in going if case.id in came.done],
            "refused": [(case, came.refused[case.id]) for case in going if case.id in came.refused],
        }
        return render(request, "cases/reassigned.html", context)
    return render(request, "cases/reassign.html", context)


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
