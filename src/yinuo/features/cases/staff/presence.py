"""The page of a case says that it is open, and hears who else has it open."""

from __future__ import annotations

from django.http import Http404, HttpResponse
from django.shortcuts import render

from yinuo.features.cases.presence import come_by, others_here
from yinuo.features.cases.queries.case import id_of
from yinuo.features.cases.roles import READERS
from yinuo.platform.identity.public import StaffRequest, staff_page


@staff_page(*READERS, methods=("POST",))
def here(request: StaffRequest, number: str) -> HttpResponse:
    """The part of the page that names the others."""
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise Http404
    writing = request.POST.get("writing") == "1"
    come_by(case_id=case_id, actor=request.actor, now=request.now, is_writing=writing)
    others = others_here(case_id=case_id, actor=request.actor, now=request.now)
    return render(request, "cases/includes/here.html", {"number": number, "here": others})
