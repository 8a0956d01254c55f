"""What staff do to a case: answer, note, hand over, resolve."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.features.cases.operations.add_note import add_note
from yinuo.features.cases.operations.answer_customer import answer_customer
from yinuo.features.cases.operations.assign_case import assign_case
from yinuo.features.cases.operations.resolve_case import resolve_case
from yinuo.features.cases.operations.take_case import take_case
from yinuo.features.cases.queries.case import id_of
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import act_on, back_to, read_as_sent, revision_of
from yinuo.features.cases.staff.case import show_case
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import StaffRequest, staff_page


@staff_page(*HANDLERS, methods=("POST",))
def reply(request: StaffRequest, number: str) -> HttpResponse:
    """Send an answer to the customer."""
    text = request.POST.get("text", "")

    def act(case_id: UUID) -> str:
        recorded = answer_customer(
            case_id=case_id, text=text, actor=request.actor, now=request.now, revision=revision_of(request)
        )
        if recorded.settled is None:
            return _("Sent.")
        return (
            _("Sent. Promise kept.")
            if recorded.settled.state == "KEPT"
            else _("Sent, after the promised time.")
        )

    return act_on(request, number, act, write="reply", text=text)


@staff_page(*HANDLERS, methods=("POST",))
def preview(request: StaffRequest, number: str) -> HttpResponse:
    """Show what the customer would read; nothing is sent."""
    text = request.POST.get("text", "")
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise Http404
    context = {"given": text, **read_as_sent(request, case_id, text)}
    if request.htmx:
        return render(request, "cases/includes/preview.html", context)
    return show_case(request, number, write="reply", text=text, more=context)


@staff_page(*HANDLERS, methods=("POST",))
def note(request: StaffRequest, number: str) -> HttpResponse:
    """Add an internal note."""
    text = request.POST.get("text", "")

    def act(case_id: UUID) -> str:
        add_note(case_id=case_id, text=text, actor=request.actor, now=request.now)
        return _("Note added.")

    return act_on(request, number, act, write="note", text=text)


@staff_page(*HANDLERS, methods=("POST",))
def assign(request: StaffRequest, number: str) -> HttpResponse:
    """Hand the case over."""

    def act(case_id: UUID) -> str:
        assign_case(
            case_id=case_id,
            owner_id=_id(request.POST.get("owner", "")),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
            note=request.POST.get("note", ""),
        )
        return _("Handed over.")

    return act_on(request, number, act)


@staff_page(*HANDLERS, methods=("POST",))
def take(request: StaffRequest, number: str) -> HttpResponse:
    """Take a case that nobody owns, and go back to where it was taken from."""
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise Http404
    try:
        take_case(case_id=case_id, actor=request.actor, now=request.now)
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        messages.success(request, _("%(number)s is yours.") % {"number": number})
    return redirect(back_to(request) or reverse("cases:case", args=[number]))


@staff_page(*HANDLERS, methods=("POST",))
def resolve(request: StaffRequest, number: str) -> HttpResponse:
    """Close the case with its cause."""

    def act(case_id: UUID) -> str:
        resolve_case(
            case_id=case_id,
            cause=request.POST.get("cause", ""),
            open_tasks=request.POST.get("open_tasks", ""),
            responsible=request.POST.get("responsible", ""),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
        return _("Resolved.")

    return act_on(request, number, act)


def _id(text: str) -> UUID:
    try:
        return UUID(text)
    except ValueError:
        return UUID(int=0)  # nobody: the operation refuses it in its own words
