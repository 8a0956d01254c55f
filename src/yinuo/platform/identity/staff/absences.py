"""Who is away and who stands in: for supervisors their people, for everybody themself."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.access import StaffRequest, staff_page
from yinuo.platform.identity.errors import CannotAdminister, UnknownStaff
from yinuo.platform.identity.operations.cancel_absence import UnknownAbsence, cancel_absence
from yinuo.platform.identity.operations.set_absence import set_absence
from yinuo.platform.identity.queries import absences_in_reach, absences_of
from yinuo.platform.identity.roles import Role
from yinuo.platform.identity.staff.forms import AbsenceForm, attempt

BOTH = ("GET", "POST")


@staff_page(Role.SUPERVISOR, Role.SYSTEM_ADMINISTRATOR, methods=BOTH)
def absences(request: StaffRequest) -> HttpResponse:
    """The absences within reach, and a form for one more."""
    form = AbsenceForm(request.POST if request.method == "POST" else None, actor=request.actor, own=False)
    if request.method == "POST" and form.is_valid() and _record(request, form, form.cleaned_data["who"]):
        return redirect("identity:absences")
    found = absences_in_reach(actor=request.actor, now=request.now)
    return render(request, "identity/absences.html", {"form": form, "absences": found})


@staff_page(methods=BOTH)
def own_absences(request: StaffRequest) -> HttpResponse:
    """One's own absences, and a form for one more."""
    form = AbsenceForm(request.POST if request.method == "POST" else None, actor=request.actor, own=True)
    me = request.actor.id
    if me is None:
        raise Http404
    if request.method == "POST" and form.is_valid() and _record(request, form, me):
        return redirect("identity:own_absences")
    found = absences_of(staff_id=me, now=request.now)
    return render(request, "identity/own_absences.html", {"form": form, "absences": found})


@staff_page(methods=("POST",))
def cancel(request: StaffRequest, absence_id: UUID) -> HttpResponse:
    """Take an absence back, or end it now."""
    try:
        done = cancel_absence(absence_id=absence_id, actor=request.actor, now=request.now)
    except (UnknownStaff, UnknownAbsence, CannotAdminister):
        raise Http404 from None
    except DomainError as refused:
        messages.error(request, str(refused))
        return redirect("identity:own_absences")
    messages.success(request, _("The absence was cancelled."))
    return redirect("identity:own_absences" if done.staff_id == request.actor.id else "identity:absences")


def _record(request: StaffRequest, form: AbsenceForm, staff_id: UUID) -> bool:
    starts_at, ends_at = form.period
    done = attempt(
        form,
        lambda: set_absence(
            staff_id=staff_id,
            substitute_id=form.cleaned_data["substitute"],
            starts_at=starts_at,
            ends_at=ends_at,
            actor=request.actor,
            now=request.now,
        ),
    )
    if done is not None:
        messages.success(request, _("The absence is recorded."))
    return done is not None
