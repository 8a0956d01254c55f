"""One's own account: who one is here, and where one is signed in."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.platform.identity.access import StaffRequest, staff_page
from yinuo.platform.identity.operations.end_sessions import end_sessions
from yinuo.platform.identity.queries import sessions_of, staff_detail

BOTH = ("GET", "POST")


@staff_page()
def profile(request: StaffRequest) -> HttpResponse:
    """Name, number, unit and roles; language and look."""
    shown = staff_detail(staff_id=request.actor.id, actor=request.actor) if request.actor.id else None
    if shown is None:
        raise Http404
    return render(request, "identity/profile.html", {"person": shown})


@staff_page(methods=BOTH)
def sessions(request: StaffRequest) -> HttpResponse:
    """Where one is signed in; ending one session, or all but this."""
    me, key = request.actor.id, request.session.session_key
    if me is None:
        raise Http404
    if request.method == "POST":
        chosen = request.POST.get("session", "")
        end_sessions(
            staff_id=me,
            actor=request.actor,
            now=request.now,
            session_id=int(chosen) if chosen.isdecimal() else None,
            keep=key,
        )
        messages.success(request, _("Signed out there."))
        return redirect("identity:sessions")
    return render(request, "identity/sessions.html", {"sessions": sessions_of(staff_id=me, current=key)})
