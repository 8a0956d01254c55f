"""Unusual access, for security officers."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Role, StaffRequest, staff_page
from yinuo.platform.reveals import queries
from yinuo.platform.reveals.limits import limits
from yinuo.platform.reveals.operations.close_alarm import AlarmNotFound, close_alarm

REFUSED = 409


@staff_page(Role.SECURITY_OFFICER)
def watch_page(request: StaffRequest) -> HttpResponse:
    """The alarms, and what the watch looks for."""
    return _show(request)


@staff_page(Role.SECURITY_OFFICER, methods=("POST",))
def close(request: StaffRequest, alarm_id: UUID) -> HttpResponse:
    """Say what an alarm was about."""
    try:
        close_alarm(
            alarm_id=alarm_id, note=request.POST.get("note", ""), actor=request.actor, now=request.now
        )
    except AlarmNotFound:
        raise Http404 from None
    except DomainError as refusal:
        return _show(request, problem=str(refusal), status=REFUSED)
    messages.success(request, _("Alarm closed."))
    return redirect("reveals:watch")


def _show(request: StaffRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {"alarms": queries.alarms(actor=request.actor), "limits": limits(), "problem": problem}
    return render(request, "reveals/watch.html", context, status=status)
