"""Take a list away as a file: masked, counted, on record."""

from __future__ import annotations

from django.http import HttpResponse

from yinuo.core.customers.exporting import CannotExport, export_customers
from yinuo.core.customers.roles import STEWARDS
from yinuo.core.customers.staff.lists import filters_of
from yinuo.platform.identity.public import StaffRequest, staff_page


@staff_page(*STEWARDS, recent=True)
def export_page(request: StaffRequest) -> HttpResponse:
    """The list in force, as CSV."""
    try:
        content = export_customers(filters=filters_of(request), actor=request.actor, now=request.now)
    except CannotExport as refusal:
        return HttpResponse(str(refusal), status=429, content_type="text/plain; charset=utf-8")
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="customers.csv"'
    return answer
