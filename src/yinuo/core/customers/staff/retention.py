"""What falls due by retention, and what was done."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render
from django.utils.translation import gettext as _

from yinuo.core.customers.queries.retention import due_list, rules_in_force
from yinuo.core.customers.retention import NOTICE
from yinuo.core.customers.roles import STEWARDS
from yinuo.platform.identity.public import Role, StaffRequest, staff_page


@staff_page(*STEWARDS, Role.AUDITOR)
def retention_page(request: StaffRequest) -> HttpResponse:
    """Whose data are erased next, who is kept and why, who was erased."""
    page = request.GET.get("page", "")
    found = due_list(
        actor=request.actor,
        state=request.GET.get("state", ""),
        page=int(page) if page.isascii() and page.isdigit() and len(page) < 6 else 1,
    )
    names = {"DUE": _("Falls due"), "KEPT": _("Kept longer"), "ERASED": _("Erased")}
    states = [
        {"label": name, "url": f"?state={state}", "current": state == found.state}
        for state, name in names.items()
    ]
    context = {"found": found, "states": states, "rules": rules_in_force(), "notice": NOTICE.days}
    return render(request, "customers/retention.html", context)
