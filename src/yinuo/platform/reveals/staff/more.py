"""Ask to see more values than usual."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.reveals.limits import limits
from yinuo.platform.reveals.more import CHOICES, HOURS, ask_for_more
from yinuo.platform.reveals.roles import LOOKERS

REFUSED = 409


@staff_page(*LOOKERS, methods=("GET", "POST"))
def more_page(request: StaffRequest) -> HttpResponse:
    """How many, for how long, and why; a second person decides."""
    problem = ""
    if request.method == "POST":
        try:
            ask_for_more(
                hourly=_number(request.POST.get("hourly", "")),
                hours=_number(request.POST.get("hours", "")),
                reason=request.POST.get("reason", ""),
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Asked for; you are told when it is decided."))
            return redirect("approvals:mine")
    context = {
        "choices": CHOICES,
        "hours": HOURS,
        "usual": limits().stop_at,
        "problem": problem,
        "given": request.POST,
    }
    return render(request, "reveals/more.html", context, status=REFUSED if problem else 200)


def _number(text: str) -> int:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 6 else 0
