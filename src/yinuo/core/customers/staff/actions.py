"""What staff do on a customer's page: each one form, one operation."""

from __future__ import annotations

from collections.abc import Callable
from uuid import UUID

from django import forms
from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _

from yinuo.core.customers.forms import ConsentForm, DetailForm, HoldForm, RelationForm
from yinuo.core.customers.operations.change_details import remove_detail, set_detail
from yinuo.core.customers.operations.change_relation import change_relation
from yinuo.core.customers.operations.hold import lift_hold, place_hold
from yinuo.core.customers.operations.record_consent import record_consent
from yinuo.core.customers.operations.verify_contact import (
    confirm_contact,
    send_contact_code,
    verify_contact,
)
from yinuo.core.customers.roles import STEWARDS, WRITERS
from yinuo.core.customers.staff.customer import refused, revision_of, show_customer
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import StaffRequest, staff_page

POST = ("POST",)


@staff_page(*WRITERS, methods=POST)
def add_detail(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Add a value, or put a new name or number in the place of the old one."""
    form = DetailForm(request.POST)
    return _do(
        request,
        customer_id,
        form,
        lambda: set_detail(
            customer_id=customer_id,
            kind=form.cleaned_data["kind"],
            value=form.cleaned_data["value"],
            revision=revision_of(request),
            actor=request.actor,
            now=request.now,
        ),
        _("Sealed and kept."),
    )


@staff_page(*WRITERS, methods=POST)
def drop_detail(request: StaffRequest, customer_id: UUID, detail_id: UUID) -> HttpResponse:
    """Destroy one value."""
    return _do(
        request,
        customer_id,
        None,
        lambda: remove_detail(
            customer_id=customer_id,
            detail_id=detail_id,
            revision=revision_of(request),
            actor=request.actor,
            now=request.now,
        ),
        _("The value was removed."),
    )


@staff_page(*WRITERS, methods=POST)
def verify(request: StaffRequest, customer_id: UUID, detail_id: UUID) -> HttpResponse:
    """Confirm a contact: by the code that the customer reads out, or by what was seen."""
    how, code = request.POST.get("how", ""), request.POST.get("code", "")[:12]

    def write() -> None:
        if how == "CODE":
            confirm_contact(
                customer_id=customer_id,
                detail_id=detail_id,
                code=code,
                actor=request.actor,
                now=request.now,
            )
        else:
            verify_contact(
                customer_id=customer_id, detail_id=detail_id, how=how, actor=request.actor, now=request.now
            )

    return _do(request, customer_id, None, write, _("The contact is verified."))


@staff_page(*WRITERS, methods=POST)
def code(request: StaffRequest, customer_id: UUID, detail_id: UUID) -> HttpResponse:
    """Send a one-time code to the contact."""
    return _do(
        request,
        customer_id,
        None,
        lambda: send_contact_code(
            customer_id=customer_id, detail_id=detail_id, actor=request.actor, now=request.now
        ),
        _("A code is on its way; it counts for ten minutes."),
    )


@staff_page(*WRITERS, methods=POST)
def consent(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Record what the customer said."""
    form = ConsentForm(request.POST)
    return _do(
        request,
        customer_id,
        form,
        lambda: record_consent(
            customer_id=customer_id,
            purpose=form.cleaned_data["purpose"],
            channel=form.cleaned_data["channel"],
            given=form.cleaned_data["given"] == "yes",
            proof=form.cleaned_data["proof"],
            reference=form.cleaned_data["reference"],
            actor=request.actor,
            now=request.now,
        ),
        _("The customer's word is on record."),
    )


@staff_page(*WRITERS, methods=POST)
def relation(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Record a step of the relation."""
    form = RelationForm(request.POST)
    return _do(
        request,
        customer_id,
        form,
        lambda: change_relation(
            customer_id=customer_id,
            after=form.cleaned_data["after"],
            effective_date=form.cleaned_data["effective_date"],
            cause=form.cleaned_data["cause"],
            revision=revision_of(request),
            actor=request.actor,
            now=request.now,
        ),
        _("The relation was changed."),
    )


@staff_page(*STEWARDS, methods=POST)
def hold(request: StaffRequest, customer_id: UUID) -> HttpResponse:
    """Lay a legal hold on the customer."""
    form = HoldForm(request.POST)
    return _do(
        request,
        customer_id,
        form,
        lambda: place_hold(
            customer_id=customer_id,
            cause=form.cleaned_data["cause"],
            reference=form.cleaned_data["reference"],
            actor=request.actor,
            now=request.now,
        ),
        _("Nothing of this customer is destroyed until the hold is lifted."),
    )


@staff_page(*STEWARDS, methods=POST)
def lift(request: StaffRequest, customer_id: UUID, hold_id: UUID) -> HttpResponse:
    """Lift a legal hold."""
    return _do(
        request,
        customer_id,
        None,
        lambda: lift_hold(customer_id=customer_id, hold_id=hold_id, actor=request.actor, now=request.now),
        _("The hold is lifted."),
    )


def _do(
    request: StaffRequest,
    customer_id: UUID,
    form: forms.Form | None,
    write: Callable[[], object],
    told: str,
) -> HttpResponse:
    """Run one operation; a refusal brings the page back with its reason."""
    if form is not None and not form.is_valid():
        return show_customer(request, customer_id, refused_form=form, status=422)
    try:
        write()
    except DomainError as refusal:
        return refused(request, customer_id, refusal, form)
    messages.success(request, told)
    return redirect("customers:customer", customer_id)
