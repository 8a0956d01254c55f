"""Pages on which staff see what they asked for, and decide what others asked for."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals import queries
from yinuo.platform.approvals.locking import ApprovalNotFound
from yinuo.platform.approvals.operations.decide import decide
from yinuo.platform.approvals.operations.withdraw_approval import withdraw_approval
from yinuo.platform.approvals.queries import ApprovalDetail, ApprovalRow
from yinuo.platform.identity.public import StaffRequest, staff_page

# A person acted on what the page showed: 409 when that changed or is refused, so that nothing seems done.
REFUSED = 409


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One part of the pages."""

    label: str
    url: str
    current: bool
    count: int | None = None


@staff_page()
def waiting_page(request: StaffRequest) -> HttpResponse:
    """What waits for this person's decision."""
    return _list(request, "waiting", queries.waiting_for(actor=request.actor))


@staff_page()
def mine_page(request: StaffRequest) -> HttpResponse:
    """What this person asked for."""
    return _list(request, "mine", queries.requested_by(actor=request.actor))


@staff_page()
def decided_page(request: StaffRequest) -> HttpResponse:
    """What this person decided."""
    return _list(request, "decided", queries.decided_by(actor=request.actor))


@staff_page()
def request_page(request: StaffRequest, approval_id: UUID) -> HttpResponse:
    """One request, as it was shown when it was asked for."""
    return _show(request, _detail(request, approval_id))


@staff_page(methods=("GET", "POST"), recent=True)
def decide_page(request: StaffRequest, approval_id: UUID) -> HttpResponse:
    """What exactly will happen, and the decision."""
    shown = _detail(request, approval_id)
    if request.method != "POST":
        return _show(request, shown, deciding=True)
    grants = request.POST.get("decision") == "GRANT"
    note = request.POST.get("note", "")
    try:
        decide(
            approval_id=approval_id,
            decision="GRANT" if grants else "REFUSE",
            note=note,
            actor=request.actor,
            now=request.now,
            seen=request.POST.get("seen", "-"),
        )
    except ApprovalNotFound:
        raise Http404 from None
    except DomainError as refusal:
        shown = _detail(request, approval_id)
        return _show(request, shown, deciding=True, problem=str(refusal), note=note, status=REFUSED)
    messages.success(request, _("Approved.") if grants else _("Not approved; whoever asked is told."))
    return redirect("approvals:waiting")


@staff_page(methods=("POST",))
def withdraw(request: StaffRequest, approval_id: UUID) -> HttpResponse:
    """Take back what one asked for."""
    try:
        withdraw_approval(approval_id=approval_id, actor=request.actor, now=request.now)
    except ApprovalNotFound:
        raise Http404 from None
    except DomainError as refusal:
        return _show(request, _detail(request, approval_id), problem=str(refusal), status=REFUSED)
    messages.success(request, _("Taken back."))
    return redirect("approvals:mine")


def _list(request: StaffRequest, here: str, rows: tuple[ApprovalRow, ...]) -> HttpResponse:
    context = {"rows": rows, "here": here, "tabs": _tabs(here)}
    return render(request, "approvals/list.html", context)


def _tabs(here: str) -> list[Tab]:
    names = {"waiting": _("Waiting for you"), "mine": _("Your requests"), "decided": _("Decided by you")}
    return [
        Tab(label=label, url=reverse(f"approvals:{name}"), current=name == here)
        for name, label in names.items()
    ]


def _show(
    request: StaffRequest,
    shown: ApprovalDetail,
    *,
    deciding: bool = False,
    problem: str = "",
    note: str = "",
    status: int = 200,
) -> HttpResponse:
    context = {"request_": shown, "deciding": deciding, "problem": problem, "note": note}
    return render(request, "approvals/request.html", context, status=status)


def _detail(request: StaffRequest, approval_id: UUID) -> ApprovalDetail:
    found = queries.approval_detail(approval_id=approval_id, actor=request.actor, now=request.now)
    if found is None:
        raise Http404
    return found
