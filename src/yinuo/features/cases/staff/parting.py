"""Several people on one case, two matters in one case, and whom it concerns: what staff do about them."""

from __future__ import annotations

from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.core.customers.public import CustomerDetails
from yinuo.features.cases.operations.claim_case import claim_case
from yinuo.features.cases.operations.complainants import add_complainant, give_link, remove_complainant
from yinuo.features.cases.operations.note_concerned import note_concerned
from yinuo.features.cases.operations.split_case import preview_split, split_case
from yinuo.features.cases.queries.case import case_detail, id_of
from yinuo.features.cases.queries.complaining import people_on
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import act_on, revision_of
from yinuo.features.cases.staff.case import show_case
from yinuo.kernel.errors import DomainError
from yinuo.platform.files.public import files_of
from yinuo.platform.identity.public import StaffRequest, staff_page

REFUSED = 409


@staff_page(*HANDLERS, methods=("POST",))
def change_people(request: StaffRequest, number: str, kind: str) -> HttpResponse:
    """Add somebody to the case, give them a link, let somebody leave, note whom it concerns, or take it."""
    if kind == "add":
        return _add(request, number)
    if kind == "link":
        return _hand_over(request, number, _id(request.POST.get("person", "")) or UUID(int=0))
    if kind not in _ACTS:
        raise Http404
    return act_on(request, number, lambda case_id: _ACTS[kind](request, case_id))


@staff_page(*HANDLERS, methods=("GET", "POST"))
def split_page(request: StaffRequest, number: str) -> HttpResponse:
    """Choose what belongs to the second matter, see what a split would do, then do it."""
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise Http404
    given = request.POST if request.method == "POST" else request.GET
    chosen = [one for text in given.getlist("message")[:200] if (one := _id(text))]
    problem = ""
    if request.method == "POST":
        try:
            begun = split_case(
                case_id=case_id,
                messages=chosen,
                subject=given.get("subject", ""),
                actor=request.actor,
                now=request.now,
                revision=revision_of(request),
            )
        except DomainError as refusal:
            problem = str(refusal)
        else:
            messages.success(request, _("Split. The second matter is %(number)s.") % {"number": begun.number})
            if files_of(subject=f"case:{case_id}"):
                return redirect("cases:sort_files", number=number)
            return redirect("cases:case", number=begun.number)
    context = {
        "case": case_detail(number=number, actor=request.actor, now=request.now),
        "preview": preview_split(case_id=case_id, messages=chosen, actor=request.actor),
        "subject": given.get("subject", ""),
        "asked": bool(chosen or given.get("subject")),
        "problem": problem,
    }
    return render(request, "cases/split.html", context, status=REFUSED if problem else 200)


def _add(request: StaffRequest, number: str) -> HttpResponse:
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise Http404
    try:
        person_id = add_complainant(
            case_id=case_id,
            customer=CustomerDetails(
                name=request.POST.get("name", "")[:80],
                phone=request.POST.get("phone", "")[:40],
                number=request.POST.get("customer", "")[:40],
            ),
            part=request.POST.get("part", ""),
            proof=request.POST.get("proof", ""),
            may_withdraw=request.POST.get("may_withdraw") == "1",
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
    except DomainError as refusal:
        return show_case(request, number, problem=str(refusal), status=REFUSED)
    return _hand_over(request, number, person_id)


def _hand_over(request: StaffRequest, number: str, person_id: UUID) -> HttpResponse:
    """Show the link to somebody's own page, once: only its hash is kept."""
    case = case_detail(number=number, actor=request.actor, now=request.now)
    if case is None:
        raise Http404
    try:
        token = give_link(case_id=case.id, complainant_id=person_id, actor=request.actor, now=request.now)
    except DomainError as refusal:
        return show_case(request, number, problem=str(refusal), status=REFUSED)
    person = next(one for one in people_on(case_id=case.id)["rows"] if one.id == person_id)
    link = request.build_absolute_uri(reverse("portal:follow", args=[token]))
    return render(request, "cases/person_link.html", {"case": case, "person": person, "link": link})


def _remove(request: StaffRequest, case_id: UUID) -> str:
    remove_complainant(
        case_id=case_id,
        complainant_id=_id(request.POST.get("person", "")) or UUID(int=0),
        actor=request.actor,
        now=request.now,
        revision=revision_of(request),
    )
    return _("No longer on the case.")


def _concern(request: StaffRequest, case_id: UUID) -> str:
    note_concerned(
        case_id=case_id,
        staff_number=request.POST.get("staff", ""),
        actor=request.actor,
        now=request.now,
        revision=revision_of(request),
    )
    return _("Noted. This person will never own the case.")


def _claim(request: StaffRequest, case_id: UUID) -> str:
    claim_case(case_id=case_id, actor=request.actor, now=request.now, revision=revision_of(request))
    return _("The case is yours.")


_ACTS = {"remove": _remove, "concern": _concern, "claim": _claim}


def _id(text: str) -> UUID | None:
    try:
        return UUID(text)
    except ValueError:
        return None
