"""Take customers over from a file: look through, confirm, watch, read what was refused."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yinuo.core.customers.importing.operations import (
    CannotImport,
    begin_import,
    give_up_import,
    receive_import,
)
from yinuo.core.customers.importing.queries import imports, one_import, problems_as_csv
from yinuo.core.customers.roles import STEWARDS
from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.takeovers.public import chunks_of


@staff_page(*STEWARDS, methods=("GET", "POST"))
def imports_page(request: StaffRequest) -> HttpResponse:
    """Files that were taken over, and the next one."""
    problem = ""
    if request.method == "POST":
        try:
            chunks = chunks_of(request.FILES.get("file"), refusal=CannotImport)
            import_id = receive_import(chunks=chunks, actor=request.actor, now=request.now)
        except CannotImport as refusal:
            problem = str(refusal)
        else:
            return redirect("customers:import", import_id)
    context = {"runs": imports(actor=request.actor), "problem": problem}
    return render(request, "customers/imports.html", context, status=422 if problem else 200)


@staff_page(*STEWARDS, methods=("GET", "POST"))
def import_page(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """One file: what was found, how far it is; confirm it or give it up."""
    shown = one_import(import_id=import_id, actor=request.actor)
    if shown is None:
        raise Http404
    if request.method == "POST":
        act = begin_import if request.POST.get("act") == "confirm" else give_up_import
        try:
            act(import_id=import_id, actor=request.actor, now=request.now)
        except CannotImport as refusal:
            messages.error(request, str(refusal))
        return redirect("customers:import", import_id)
    return render(request, "customers/import.html", {"run": shown})


@staff_page(*STEWARDS)
def report_page(request: StaffRequest, import_id: UUID) -> HttpResponse:
    """What was refused, by line and reason, as a file; cells masked."""
    content = problems_as_csv(import_id=import_id, actor=request.actor)
    if content is None:
        raise Http404
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = 'attachment; filename="refused.csv"'
    return answer
