"""The page of one customer, and the forms that make and change it."""

from __future__ import annotations

from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.core.customers import rules
from yinuo.core.customers.errors import CustomerNotFound
from yinuo.core.customers.forms import (
    ConsentForm,
    DetailForm,
    HoldForm,
    NewCustomerForm,
    ProfileForm,
    RelationForm,
)
from yinuo.core.customers.operations.add_customer import add_customer
from yinuo.core.customers.operations.change_customer import change_customer
from yinuo.core.customers.operations.erase_customer import blocked_by
from yinuo.core.customers.operations.verify_contact import can_send_code
from yinuo.core.customers.panels import filled_panels
from yinuo.core.customers.queries import Portrait, consent_history, duplicates_of, family, portrait
from yinuo.core.customers.roles import READERS, STEWARDS, WRITERS
from yinuo.core.customers.staff.timeline import timeline
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import StaffRequest, nodes, staff_page
from yinuo.platform.ui.public import add_refusal

BOTH = ("GET", "POST")


@staff_page(*READERS)
def customer_page(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Everything about one customer, masked."""
    return show_customer(request, customer_id)


def show_customer(
    request: StaffRequest,
    customer_id: UUID,
    *,
    problem: str = "",
    refused_form: forms.Form | None = None,
    status: int = 200,
) -> HttpResponse:
    """
    Render the page; after a refused action with the reason, and the form open again with what was typed.

    Raises:
        Http404: they do not exist for this reader.
    """
    shown = found_or_404(request, customer_id)
    steward = request.actor.has(*STEWARDS)
    panels = filled_panels(request, family(customer_id=shown.id))
    context = {
        "customer": shown,
        "unit": next((node.name for node in nodes(actor=request.actor) if node.path == shown.path), ""),
        "timeline": timeline(shown.records),
        "history": consent_history(customer_id=shown.id),
        "duplicates": duplicates_of(customer_id=shown.id, actor=request.actor),
        "panels": [panel for panel in panels if not panel.side],
        "side_panels": [panel for panel in panels if panel.side],
        "may_write": request.actor.has(*WRITERS) and shown.erased_at is None,
        "is_steward": steward,
        "coded": {kind for kind in ("PHONE", "EMAIL") if can_send_code(kind)},
        **_dialogs(request, refused_form),
        "kept_because": blocked_by(customer_id=shown.id, now=request.now) if steward else (),
        "problem": problem,
    }
    return render(request, "customers/customer.html", context, status=status)


def _dialogs(request: StaffRequest, refused_form: forms.Form | None) -> dict[str, object]:
    """The form of each dialogue, blank or as it was refused, and which one that is."""
    blank: dict[str, forms.Form] = {
        "detail": DetailForm(),
        "consent": ConsentForm(),
        "relation": RelationForm(initial={"effective_date": rules.day_of(request.now)}),
        "hold": HoldForm(),
    }
    refused = {name: type(form) is type(refused_form) for name, form in blank.items()}
    shown = {f"{name}_form": refused_form if refused[name] else form for name, form in blank.items()}
    return {**shown, "refused": refused, "is_reopened": any(refused.values())}


@staff_page(*WRITERS, methods=BOTH)
def new_page(request: StaffRequest) -> HttpResponse:
    """A new record; somebody whom we know is recognised."""
    form = NewCustomerForm(
        request.POST or None,
        actor=request.actor,
        initial={"path": request.actor.node_path, "state": "ACTIVE"},
    )
    if request.method == "POST" and form.is_valid():
        try:
            made = add_customer(
                details=form.details(),
                path=form.cleaned_data["path"],
                kind=form.cleaned_data["kind"],
                state=form.cleaned_data["state"],
                profile=form.profile(),
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            told = _("The customer was added.") if made.is_new else _("We know this customer: here they are.")
            messages.success(request, told)
            return redirect("customers:customer", made.id)
    return render(request, "customers/form.html", {"form": form}, status=422 if form.errors else 200)


@staff_page(*WRITERS, methods=BOTH)
def edit_page(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Change what is not sealed."""
    shown = found_or_404(request, customer_id)
    form = ProfileForm(
        request.POST or None,
        actor=request.actor,
        initial={
            "kind": shown.kind,
            "segment": shown.segment,
            "tier": shown.tier,
            "path": shown.path,
            "manager": str(shown.manager_id) if shown.manager_id else "",
            "language": shown.language,
            "time_zone": shown.time_zone,
            "vulnerabilities": [code for code, _label in shown.vulnerabilities],
        },
    )
    if request.method == "POST" and form.is_valid():
        try:
            change_customer(
                customer_id=customer_id,
                profile=form.profile(),
                revision=revision_of(request),
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("The customer was changed."))
            return redirect("customers:customer", customer_id)
    context = {"form": form, "customer": shown}
    return render(request, "customers/form.html", context, status=422 if form.errors else 200)


def found_or_404(request: StaffRequest, customer_id: UUID) -> Portrait:
    """
    The customer within the reader's reach.

    Raises:
        Http404: there is none.
    """
    shown = portrait(customer_id=customer_id, actor=request.actor)
    if shown is None:
        raise Http404
    return shown


def revision_of(request: StaffRequest) -> int | None:
    """Which revision the form was filled in on."""
    text = request.POST.get("revision", "")
    return int(text) if text.isascii() and text.isdigit() and len(text) < 9 else None


def refused(
    request: StaffRequest, customer_id: UUID, refusal: DomainError, form: forms.Form | None = None
) -> HttpResponse:
    """
    The page again, with the reason and what was typed.

    Raises:
        Http404: the customer does not exist for this reader.
    """
    if isinstance(refusal, CustomerNotFound):
        raise Http404 from None
    return show_customer(request, customer_id, problem=str(refusal), refused_form=form, status=422)
