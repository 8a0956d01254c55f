"""Take past cases over from a file: look through, confirm, watch, read what was refused."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render

from yinuo.features.cases.importing.errors import CannotImport
from yinuo.features.cases.importing.own.columns import COLUMNS, HEADS
from yinuo.features.cases.importing.own.queries import case_imports, one_case_import, refused_as_csv
from yinuo.features.cases.importing.own.runs import (
    begin_case_import,
    give_up_case_import,
    receive_case_import,
)
from yinuo.features.cases.importing.own.template import template_as_csv
from yinuo.features.cases.roles import IMPORTERS
from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.takeovers.public import chunks_of


@staff_page(*IMPORTERS, methods=("GET", "POST"))
def imports_page(request: StaffRequest) -> HttpResponse:
    """Files that were taken over, and the next one."""
    problem = ""
    if request.method == "POST":
        try:
            chunks = chunks_of(request.FILES.get("file"), refusal=CannotImport)
            import_id = receive_case_import(chunks=chunks, actor=request.actor, now=request.now)
        except CannotImport as refusal:
            problem = str(refusal)
        else:
            return redirect("cases:import", import_id)
    context = {
        "runs": case_imports(actor=request.actor),
        "problem": problem,
        "heads": [(names, column in COLUMNS.needed) for column, names in HEADS.items()],
    }
    return render(request, "cases/imports.html", context, status=422 if problem else 200)


@staff_page(*IMPORTERS, methods=("GET", "POST"))
def import_page(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """One file: what was found, how far it is; confirm it or give it up."""
    shown = one_case_import(import_id=run_id, actor=request.actor)
    if shown is None:
        raise Http404
    if request.method == "POST":
        act = begin_case_import if request.POST.get("act") == "confirm" else give_up_case_import
        try:
            act(import_id=run_id, actor=request.actor, now=request.now)
        except CannotImport as refusal:
            messages.error(request, str(refusal))
        return redirect("cases:import", run_id)
    return render(request, "cases/import.html", {"run": shown})


@staff_page(*IMPORTERS)
def report_page(request: StaffRequest, run_id: UUID) -> HttpResponse:
    """What was refused, by line and reason, as a file; cells masked."""
    content = refused_as_csv(import_id=run_id, actor=request.actor)
    if content is None:
        raise Http404
    return _file(content, "refused.csv")


@staff_page(*IMPORTERS)
def template_page(_request: StaffRequest) -> HttpResponse:
    """The form with two examples, as a file."""
    return _file(template_as_csv(), "cases.csv")


def _file(content: bytes, name: str) -> HttpResponse:
    answer = HttpResponse(content, content_type="text/csv; charset=utf-8")
    answer["Content-Disposition"] = f'attachment; filename="{name}"'
    return answer
