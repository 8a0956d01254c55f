"""Pages on which system administrators shape the organisation."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.platform.identity.access import StaffRequest, staff_page
from yinuo.platform.identity.operations.change_node import change_node
from yinuo.platform.identity.operations.create_node import create_node
from yinuo.platform.identity.queries import nodes
from yinuo.platform.identity.roles import Role
from yinuo.platform.identity.staff.forms import UnitChangeForm, UnitForm, attempt


@staff_page(Role.SYSTEM_ADMINISTRATOR)
def organisation(request: StaffRequest) -> HttpResponse:
    """The tree of units, with how many people each has."""
    return render(request, "identity/organisation.html", {"units": nodes(actor=request.actor)})


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=("GET", "POST"))
def new_unit(request: StaffRequest) -> HttpResponse:
    """Add a branch, outlet or team."""
    form = UnitForm(
        request.POST if request.method == "POST" else None,
        actor=request.actor,
        initial={"parent": request.GET.get("below")},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        made = attempt(
            form,
            lambda: create_node(
                parent_id=given["parent"],
                kind=given["kind"],
                code=given["code"].strip().upper(),
                name=given["name"],
                actor=request.actor,
                now=request.now,
            ),
        )
        if made is not None:
            messages.success(request, _("The unit was added."))
            return redirect("identity:organisation")
    return render(request, "identity/unit.html", {"form": form})


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=("GET", "POST"))
def unit(request: StaffRequest, node_id: UUID) -> HttpResponse:
    """Rename a unit, or move it with everything below."""
    shown = next((view for view in nodes(actor=request.actor) if view.id == node_id), None)
    if shown is None:
        raise Http404
    form = UnitChangeForm(
        request.POST if request.method == "POST" else None,
        actor=request.actor,
        unit=shown,
        initial={"name": shown.name, "parent": shown.parent_id},
    )
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        changed = attempt(
            form,
            lambda: change_node(
                node_id=node_id,
                name=given["name"],
                parent_id=given.get("parent"),
                actor=request.actor,
                now=request.now,
            ),
        )
        if changed is not None:
            messages.success(request, _("The unit was changed."))
            return redirect("identity:organisation")
    return render(request, "identity/unit.html", {"form": form, "unit": shown})
