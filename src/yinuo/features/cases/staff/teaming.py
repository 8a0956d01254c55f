"""The pages of dedicated teams: who is in them, with skills and workload, and whose cases they have."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.features.cases.operations.change_team import (
    add_member,
    close_team,
    leave_customer,
    look_after,
    make_team,
    remove_member,
)
from yinuo.features.cases.queries import teams
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Role, StaffRequest, nodes, staff_page

REFUSED = 409


@staff_page(Role.SUPERVISOR, methods=("GET", "POST"))
def teams_page(request: StaffRequest) -> HttpResponse:
    """The teams within reach; a new one is made here."""
    problem = ""
    if request.method == "POST":
        try:
            team_id = make_team(
                name=request.POST.get("name", ""),
                path=request.POST.get("path", ""),
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Made. Now add its people and customers."))
            return redirect("cases:team", team_id=team_id)
    context = {
        "teams": teams.team_list(actor=request.actor),
        "units": nodes(actor=request.actor),
        "name": request.POST.get("name", ""),
        "problem": problem,
    }
    return render(request, "cases/teams.html", context, status=REFUSED if problem else 200)


@staff_page(Role.SUPERVISOR)
def team_page(request: StaffRequest, team_id: UUID) -> HttpResponse:
    """One team: people, skills, workload, customers, and their open cases to hand over."""
    return _show(request, team_id)


@staff_page(Role.SUPERVISOR, methods=("POST",))
def change_team(request: StaffRequest, team_id: UUID, kind: str) -> HttpResponse:
    """Change who is in the team and whom it looks after."""
    if kind not in _ACTS:
        raise Http404
    try:
        messages.success(request, _ACTS[kind](request, team_id))
    except DomainError as refusal:
        return _show(request, team_id, problem=str(refusal))
    return redirect("cases:teams") if kind == "close" else redirect("cases:team", team_id=team_id)


def _show(request: StaffRequest, team_id: UUID, *, problem: str = "") -> HttpResponse:
    team = teams.team_view(team_id=team_id, actor=request.actor, now=request.now)
    if team is None:
        raise Http404
    context = {"team": team, "now": request.now, "problem": problem}
    return render(request, "cases/team.html", context, status=REFUSED if problem else 200)


def _add(request: StaffRequest, team_id: UUID) -> str:
    add_member(
        team_id=team_id,
        staff_number=request.POST.get("staff", ""),
        is_manager=request.POST.get("is_manager") == "yes",
        actor=request.actor,
        now=request.now,
    )
    return _("Added to the team.")


def _remove(request: StaffRequest, team_id: UUID) -> str:
    remove_member(team_id=team_id, staff_id=_id(request, "staff"), actor=request.actor, now=request.now)
    return _("Removed from the team; cases stay with their owners.")


def _customer(request: StaffRequest, team_id: UUID) -> str:
    look_after(
        team_id=team_id,
        customer_number=request.POST.get("customer", ""),
        actor=request.actor,
        now=request.now,
    )
    return _("The team looks after this customer now.")


def _leave(request: StaffRequest, team_id: UUID) -> str:
    leave_customer(
        team_id=team_id, customer_id=_id(request, "customer"), actor=request.actor, now=request.now
    )
    return _("The team no longer looks after this customer.")


def _close(request: StaffRequest, team_id: UUID) -> str:
    close_team(team_id=team_id, actor=request.actor, now=request.now)
    return _("The team was closed.")


_ACTS = {"add": _add, "remove": _remove, "customer": _customer, "leave": _leave, "close": _close}


def _id(request: StaffRequest, name: str) -> UUID:
    try:
        return UUID(request.POST.get(name, ""))
    except ValueError as error:
        raise Http404 from error
