"""Pages on which system administrators give and take: roles, ways in, the account itself."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.access import StaffRequest, staff_page
from yinuo.platform.identity.errors import UnknownStaff
from yinuo.platform.identity.operations.close_account import deactivate_staff, reactivate_staff
from yinuo.platform.identity.operations.end_sessions import end_sessions
from yinuo.platform.identity.operations.reset_staff import reset_staff
from yinuo.platform.identity.operations.set_roles import set_roles
from yinuo.platform.identity.queries import absences_with, sessions_of
from yinuo.platform.identity.roles import Role
from yinuo.platform.identity.staff.forms import ResetForm, RolesForm, attempt
from yinuo.platform.identity.staff.people import detail_or_404

BOTH = ("GET", "POST")


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=BOTH, recent=True)
def roles(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Give and take roles."""
    shown = detail_or_404(request, staff_id)
    form = RolesForm(request.POST if request.method == "POST" else None, initial={"roles": shown.row.roles})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data["roles"]
        done = attempt(
            form, lambda: set_roles(staff_id=staff_id, roles=given, actor=request.actor, now=request.now)
        )
        if done is not None:
            messages.success(request, _("The roles hold from the next click on."))
            return redirect("identity:person", staff_id)
    return render(request, "identity/roles.html", {"form": form, "person": shown})


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=BOTH, recent=True)
def reset(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Help somebody back in; the one-time password is on the answer to the form, once."""
    shown = detail_or_404(request, staff_id)
    form = ResetForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        done = attempt(
            form,
            lambda: reset_staff(
                staff_id=staff_id,
                password=given["password"],
                second_factor=given["second_factor"],
                actor=request.actor,
                now=request.now,
            ),
        )
        if done is not None:
            context = {"password": done.one_time_password, "person": shown, "reset": done}
            return render(request, "identity/handed_over.html", context)
    return render(request, "identity/reset.html", {"form": form, "person": shown})


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=BOTH, recent=True)
def close(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Show what closing the account would end, then close it."""
    shown = detail_or_404(request, staff_id)
    form = forms.Form(request.POST if request.method == "POST" else None)
    if request.method == "POST":
        form.is_valid()
        done = attempt(
            form, lambda: deactivate_staff(staff_id=staff_id, actor=request.actor, now=request.now)
        )
        if done is not None:
            messages.success(request, _("The account is closed."))
            return redirect("identity:person", staff_id)
    context = {
        "person": shown,
        "form": form,
        "sessions": sessions_of(staff_id=staff_id, current=None),
        "stands_in": absences_with(substitute_id=staff_id, now=request.now),
    }
    return render(request, "identity/close.html", context)


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=("POST",), recent=True)
def reopen(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Open a closed account again."""
    try:
        reactivate_staff(staff_id=staff_id, actor=request.actor, now=request.now)
    except UnknownStaff:
        raise Http404 from None
    except DomainError as refused:
        messages.error(request, str(refused))
    else:
        messages.success(request, _("The account is open again."))
    return redirect("identity:person", staff_id)


@staff_page(Role.SYSTEM_ADMINISTRATOR, methods=("POST",))
def end_all_sessions(request: StaffRequest, staff_id: UUID) -> HttpResponse:
    """Sign somebody out everywhere."""
    keep = request.session.session_key if request.actor.id == staff_id else None
    try:
        end_sessions(staff_id=staff_id, actor=request.actor, now=request.now, keep=keep)
    except UnknownStaff:
        raise Http404 from None
    messages.success(request, _("The sessions have ended."))
    return redirect("identity:person", staff_id)
