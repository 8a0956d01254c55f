"""What staff do about what a case belongs to: take it up again, ask for a review, withdraw, link, merge."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.features.cases.operations.link_cases import link_cases
from yinuo.features.cases.operations.merge_cases import merge_cases, preview_merge, undo_merge
from yinuo.features.cases.operations.reopen_case import reopen_case
from yinuo.features.cases.operations.request_review import request_review
from yinuo.features.cases.operations.withdraw_case import withdraw_case
from yinuo.features.cases.queries.case import case_detail, id_of
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import REFUSED, revision_of
from yinuo.features.cases.staff.case import show_case
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import StaffRequest, staff_page


@staff_page(*HANDLERS, methods=("POST",))
def relate(request: StaffRequest, number: str, kind: str) -> HttpResponse:
    """Do one of the acts of this page; a new case is shown afterwards."""
    case_id = _case_id(request, number)
    if kind not in _ACTS:
        raise Http404
    try:
        said = _ACTS[kind](request, case_id)
    except DomainError as refusal:
        return show_case(request, number, problem=str(refusal), status=REFUSED)
    messages.success(request, said)
    return redirect("cases:case", number=number)


@staff_page(*HANDLERS, methods=("GET", "POST"))
def merge_page(request: StaffRequest, number: str) -> HttpResponse:
    """Show what a merge would do, then do it."""
    case_id = _case_id(request, number)
    into = (request.POST if request.method == "POST" else request.GET).get("into", "")
    problem = ""
    if request.method == "POST":
        try:
            merge_cases(
                case_id=case_id,
                into=into,
                new_facts=request.POST.get("new_facts") == "yes",
                actor=request.actor,
                now=request.now,
                revision=revision_of(request),
            )
        except DomainError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Merged. Both receipts lead to one case now."))
            return redirect("cases:case", number=into.strip().upper())
    context = {
        "case": case_detail(number=number, actor=request.actor, now=request.now),
        "into": into,
        "preview": preview_merge(case_id=case_id, into=into, actor=request.actor, now=request.now),
        "problem": problem,
    }
    return render(request, "cases/merge.html", context, status=REFUSED if problem else 200)


def _reopen(request: StaffRequest, case_id: UUID) -> str:
    begun = reopen_case(
        case_id=case_id,
        text=request.POST.get("text", ""),
        actor=request.actor,
        now=request.now,
        revision=revision_of(request),
    )
    return _("Taken up again as %(number)s.") % {"number": begun.number}


def _review(request: StaffRequest, case_id: UUID) -> str:
    begun = request_review(
        case_id=case_id,
        reason=request.POST.get("text", ""),
        actor=request.actor,
        now=request.now,
        revision=revision_of(request),
    )
    return _("Put to review as %(number)s.") % {"number": begun.number}


def _withdraw(request: StaffRequest, case_id: UUID) -> str:
    ended = withdraw_case(
        case_id=case_id,
        note=request.POST.get("text", ""),
        everybody=request.POST.get("everybody") == "1",
        actor=request.actor,
        now=request.now,
        revision=revision_of(request),
    )
    if not ended:
        return _("Noted. The case goes on for the others.")
    return _("Withdrawn. Nothing is owed on it any more.")


def _link(request: StaffRequest, case_id: UUID) -> str:
    link_cases(case_id=case_id, number=request.POST.get("into", ""), actor=request.actor, now=request.now)
    return _("Linked.")


def _undo(request: StaffRequest, case_id: UUID) -> str:
    undo_merge(case_id=case_id, actor=request.actor, now=request.now)
    return _("The merge was undone; what was promised is promised again.")


_ACTS = {
    "reopen": _reopen,
    "review": _review,
    "withdraw": _withdraw,
    "link": _link,
    "undo-merge": _undo,
}


def _case_id(request: StaffRequest, number: str) -> UUID:
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise Http404
    return case_id
