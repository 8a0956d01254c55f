"""Asking for the erasure of a customer: a page of its own, on which who is there is asked before anything is typed."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.core.customers.errors import CustomerNotFound
from yinuo.core.customers.forms import EraseForm
from yinuo.core.customers.operations.erase_customer import ask_to_erase, blocked_by
from yinuo.core.customers.roles import STEWARDS
from yinuo.core.customers.staff.customer import found_or_404
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.ui.public import add_refusal


@staff_page(*STEWARDS, methods=("GET", "POST"), recent=True)
def erase_page(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Say why; a second person decides, and until then nothing is destroyed."""
    shown = found_or_404(request, customer_id)
    form = EraseForm(request.POST if request.method == "POST" else None)
    if request.method == "POST" and form.is_valid():
        try:
            ask_to_erase(
                customer_id=customer_id,
                reason=form.cleaned_data["reason"],
                actor=request.actor,
                now=request.now,
            )
        except CustomerNotFound:
            raise Http404 from None
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("A second person decides now; until then nothing is destroyed."))
            return redirect("customers:customer", customer_id)
    context = {
        "customer": shown,
        "form": form,
        "kept_because": blocked_by(customer_id=shown.id, now=request.now),
    }
    return render(request, "customers/erase.html", context, status=422 if form.errors else 200)
