"""Pages on which system administrators look after accounts."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse, QueryDict
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.platform.identity.access import StaffRequest, staff_page
from yinuo.platform.identity.operations.change_staff import change_staff
from yinuo.platform.identity.operations.create_staff import create_staff
from yinuo.platform.identity.queries import (
    StaffDetail,
    absences_of,
    nodes,
    sessions_of,
    staff_detail,
    staff_list,
)
from yinuo.platform.identity.roles import Role
from yinuo.platform.identity.staff.forms import PersonForm, attempt

BOTH = ("GET", "POST")


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=BOTH)
def people(request: StaffRequest) -> HttpResponse:
    """
    The staff within reach. The search is a POST, so that no name stands in an address or a server's log.
    """
    asked = request.POST if request.method == "POST" else request.GET
    role = asked.get("role") or None
    units = nodes(actor=request.actor)
    unit = next((view for view in units if str(view.id) == asked.get("unit")), None)
    closed = asked.get("state") == "closed"
    page = staff_list(
        actor=request.actor,
        search=request.POST.get("search", ""),
        role=Role(role) if role in Role.values else None,
        node_path=unit.path if unit else "",
        active=not closed,
        after=_uuid_or_none(asked.get("after")),
    )
    context = {
        "page": page,
        "units": units,
        "roles": Role,
        "search": request.POST.get("search", ""),
        "role": role,
        "unit": unit,
        "closed": closed,
        "kept": _filters(asked),
    }
    return render(request, "identity/people.html", context)


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=BOTH, recent=True)
def new_person(request: StaffRequest) -> HttpResponse:
    """Open an account; the one-time password is on the answer to the form, once."""
    form = PersonForm(
        request.POST if request.method == "POST" else None,
        actor=request.actor,
        is_new=True,
        initial={"node": request.actor.node_id},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = attempt(
            form,
            lambda: create_staff(
                number=given["number"],
                name=given["name"],
                node_id=given["node"],
                email=given["email"],
                skills=given["skills"],
                roles=given["roles"],
                actor=request.actor,
                now=request.now,
            ),
        )
        if made is not None:
            context = {"password": made.one_time_password, "person": detail_or_404(request, made.id)}
            return render(request, "identity/handed_over.html", context)
    return render(request, "identity/person_form.html", {"form": form})


@staff_page(Role.SYSTEM_ADMINISTRATOR)
def person(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """One account: who it is, what they may do, how they get in."""
    context = {
        "person": detail_or_404(request, staff_id),
        "absences": absences_of(staff_id=staff_id, now=request.now),
        "sessions": sessions_of(staff_id=staff_id, current=request.session.session_key),
        "is_self": request.actor.id == staff_id,
    }
    return render(request, "identity/person.html", context)


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=BOTH)
def edit_person(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Correct name, e-mail address, unit and skills."""
    shown = detail_or_404(request, staff_id)
    initial = {
        "name": shown.row.name,
        "email": shown.email,
        "node": shown.row.node_id,
        "skills": ", ".join(shown.skills),
    }
    form = PersonForm(
        request.POST if request.method == "POST" else None, actor=request.actor, is_new=False, initial=initial
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        changed = attempt(
            form,
            lambda: change_staff(
                staff_id=staff_id,
                name=given["name"],
                email=given["email"],
                node_id=given["node"],
                skills=given["skills"],
                actor=request.actor,
                now=request.now,
            ),
        )
        if changed is not None:
            messages.success(request, _("The account was changed."))
            return redirect("identity:person", staff_id)
    return render(request, "identity/person_form.html", {"form": form, "person": shown})


def detail_or_404(request: StaffRequest, staff_id: UUID) -> StaffDetail:
    """
    The account, within the reach of who asks.

    Raises:
        Http404: there is none.
    """
    shown = staff_detail(staff_id=staff_id, actor=request.actor)
    if shown is None:
        raise Http404
    return shown


def _uuid_or_none(text: str | None) -> UUID | None:
    try:
        return UUID(text) if text else None
    except ValueError:
        return None


def _filters(asked: QueryDict) -> str:
    """The filters in force as a query, without the search: that never stands in an address."""
    kept = QueryDict(mutable=True)
    for name in ("role", "unit", "state"):
        if asked.get(name):
            kept[name] = asked.get(name, "")
    return kept.urlencode()
