"""Records that may be of one customer: look, join, part again."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.core.customers.errors import CustomerNotFound
from yinuo.core.customers.operations.merge_customers import dismiss_duplicate, merge_customers, undo_merge
from yinuo.core.customers.queries import duplicates, merge_preview
from yinuo.core.customers.roles import STEWARDS
from yinuo.core.customers.staff.customer import found_or_404, refused
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import StaffRequest, staff_page


@staff_page(*STEWARDS)
def duplicates_page(request: StaffRequest) -> HttpResponse:
    """Pairs that share an identity number, or a name and a contact."""
    context = {"pairs": duplicates(actor=request.actor), "is_steward": True, "may_write": True}
    return render(request, "customers/duplicates.html", context)


@staff_page(*STEWARDS, methods=("GET", "POST"))
def merge_page(request: StaffRequest, customer_id: UUID, other_id: UUID) -> HttpResponse:
    """Both records side by side before they are joined."""
    preview = merge_preview(kept_id=customer_id, merged_id=other_id, actor=request.actor)
    if preview is None:
        raise Http404
    problem = ""
    if request.method == "POST":
        try:
            merge_customers(
                kept_id=customer_id,
                merged_id=other_id,
                kept_revision=_number(request.POST.get("kept", "")),
                merged_revision=_number(request.POST.get("merged", "")),
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("The records are one customer now; this can be undone."))
            return redirect("customers:customer", customer_id)
    context = {"preview": preview, "problem": problem}
    return render(request, "customers/merge.html", context, status=422 if problem else 200)


@staff_page(*STEWARDS, methods=("POST",))
def dismiss(request: StaffRequest, customer_id: UUID, other_id: UUID) -> HttpResponse:
    """These are two customers."""
    found_or_404(request, customer_id)
    try:
        dismiss_duplicate(one_id=customer_id, other_id=other_id, actor=request.actor, now=request.now)
    except CustomerNotFound:
        raise Http404 from None
    except DomainError as refusal:
        return refused(request, customer_id, refusal)
    messages.success(request, _("They are not offered again."))
    return redirect("customers:duplicates")


@staff_page(*STEWARDS, methods=("POST",))
def undo(request: StaffRequest, customer_id: UUID, merge_id: UUID) -> HttpResponse:
    """Part two records again."""
    found_or_404(request, customer_id)
    try:
        undo_merge(merge_id=merge_id, actor=request.actor, now=request.now)
    except DomainError as refusal:
        return refused(request, customer_id, refusal)
    messages.success(request, _("These are two customers again, exactly as they were."))
    return redirect("customers:customer", customer_id)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None
