"""What falls due by retention, and what was done."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import render

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
    context = {"found": found, "rules": rules_in_force(), "notice": NOTICE.days}
    return render(request, "customers/retention.html", context)
