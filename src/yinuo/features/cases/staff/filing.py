"""Files of a case: what customers and colleagues attached, adding one, and sorting them after a split."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.features.cases.operations.attach_to_case import CannotAttach, attach_to_case
from yinuo.features.cases.operations.sort_files import parts_of, sort_files
from yinuo.features.cases.queries.case import case_detail
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import act_on, revision_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.files.public import Upload, check_uploads, files_of
from yinuo.platform.identity.public import StaffRequest, staff_page

REFUSED = 409
MOVE, COPY = "move", "copy"


@staff_page(*HANDLERS, methods=("POST",))
def attach(request: StaffRequest, number: str) -> HttpResponse:
    """Attach files that a colleague chose."""

    def act(case_id: UUID) -> str:
        chosen = [one for one in request.FILES.getlist("files") if isinstance(one, UploadedFile)]
        if not chosen:
            raise CannotAttach(_("Choose a file first."))
        attach_to_case(
            case_id=case_id,
            checked=check_uploads([Upload(name=one.name or "", data=one.read()) for one in chosen]),
            for_customer=request.POST.get("for_customer") == "1",
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
        return _("Attached.")

    return act_on(request, number, act)


@staff_page(*HANDLERS, methods=("GET", "POST"))
def sort_page(request: StaffRequest, number: str) -> HttpResponse:
    """Choose for each file of a case that was split whether it stays, moves or is copied."""
    case = case_detail(number=number, actor=request.actor, now=request.now)
    if case is None:
        raise Http404
    files, parts = files_of(subject=f"case:{case.id}"), sorted(parts_of(case.id))
    other = request.POST.get("other") or (parts[0] if parts else "")
    choices = {one.id: request.POST.get(f"file-{one.id}", "") for one in files}
    problem = ""
    if request.method == "POST":
        try:
            sort_files(
                case_id=case.id,
                other=other,
                moved=[one for one, choice in choices.items() if choice == MOVE],
                copied=[one for one, choice in choices.items() if choice == COPY],
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("The files are where they belong."))
            return redirect("cases:case", number=number)
    context = {
        "case": case,
        "files": [(one, choices[one.id]) for one in files],
        "parts": parts,
        "other": other,
        "problem": problem,
    }
    return render(request, "cases/sort_files.html", context, status=REFUSED if problem else 200)
