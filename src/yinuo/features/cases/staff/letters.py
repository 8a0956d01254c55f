"""The decision letter of a case: write it, look at it, issue it, record how it reached the customer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext as _

from yinuo.core.customers.public import verified_mailbox
from yinuo.features.cases.letters.asking_mail import ask_for_mail
from yinuo.features.cases.letters.content import LANGUAGES
from yinuo.features.cases.letters.delivering import BY_STAFF, CannotRecordDelivery, record_delivery
from yinuo.features.cases.letters.issuing import LONGEST, LetterWords, issue_letter, preview_letter
from yinuo.features.cases.letters.queries import LetterView, is_issued, letters_of, reasons_for_two
from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.models import Delivery, Letter
from yinuo.features.cases.queries.case import case_detail, id_of
from yinuo.features.cases.roles import HANDLERS
from yinuo.features.cases.staff.acting import REFUSED, revision_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.public import ApprovalDetail, approval_detail
from yinuo.platform.identity.public import Role, StaffRequest, staff_page


@staff_page(*HANDLERS, Role.EXECUTIVE)
def letter_page(request: StaffRequest, number: str) -> HttpResponse:
    """The letters of a case, and the form for another one."""
    return _show(request, number)


@staff_page(*HANDLERS, methods=("POST",))
def write_letter(request: StaffRequest, number: str) -> HttpResponse:
    """Write a letter; a preview is the very PDF that would be issued."""
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise Http404
    given = request.POST
    words = LetterWords(
        found=given.get("found", ""),
        decided=given.get("decided", ""),
        basis=given.get("basis", ""),
        language=given.get("language", ""),
    )
    try:
        if given.get("act") == "preview":
            data = preview_letter(case_id=case_id, words=words, actor=request.actor, now=request.now)
            answer = HttpResponse(data, content_type="application/pdf")
            answer["Content-Disposition"] = 'attachment; filename="preview.pdf"'
            return answer
        issued = issue_letter(
            case_id=case_id,
            words=words,
            why=given.get("why", ""),
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
    except DomainError as refusal:
        return _show(
            request, number, problem=str(refusal), words=words, why=given.get("why", ""), status=REFUSED
        )
    if is_issued(letter_id=issued):
        messages.success(
            request, _("The letter is issued; the customer finds it on their page. Now deliver it.")
        )
    else:
        messages.success(request, _("Written; a second person looks at this very PDF and releases it."))
    return redirect("cases:letter", number)


@staff_page(*HANDLERS, methods=("POST",))
def delivery(request: StaffRequest, number: str, letter_id: UUID) -> HttpResponse:
    """Record an attempt to deliver a letter."""
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise Http404
    try:
        record_delivery(
            case_id=case_id,
            letter_id=letter_id,
            way=request.POST.get("way", ""),
            outcome=request.POST.get("outcome", ""),
            at=_time(request.POST.get("at", "")) or request.now,
            proof=request.POST.get("proof", ""),
            actor=request.actor,
            now=request.now,
        )
    except CannotRecordDelivery as refusal:
        return _show(request, number, problem=str(refusal), status=REFUSED)
    except DomainError as refusal:
        raise Http404 from refusal
    messages.success(request, _("Recorded."))
    return redirect("cases:letter", number)


@staff_page(*HANDLERS, methods=("POST",))
def mail(request: StaffRequest, number: str, letter_id: UUID) -> HttpResponse:
    """Tell the customer by e-mail that a letter is ready."""
    case_id = id_of(number=number, actor=request.actor)
    if case_id is None:
        raise Http404
    try:
        ask_for_mail(
            case_id=case_id,
            letter_id=letter_id,
            actor=request.actor,
            now=request.now,
            revision=revision_of(request),
        )
    except CaseNotFound as refusal:
        raise Http404 from refusal
    except DomainError as refusal:
        return _show(request, number, problem=str(refusal), status=REFUSED)
    messages.success(request, _("The e-mail is being sent; what comes of it appears here as an attempt."))
    return redirect("cases:letter", number)


def _time(text: str) -> datetime | None:
    try:
        found = parse_datetime(text)
    except ValueError:
        return None
    return timezone.make_aware(found) if found and timezone.is_naive(found) else found


def _letters(request: StaffRequest, case_id: UUID) -> list[tuple[LetterView, ApprovalDetail | None]]:
    """Each letter with the request for its release, where there is one and the reader may see it."""
    return [
        (
            letter,
            approval_detail(approval_id=letter.approval_id, actor=request.actor, now=request.now)
            if letter.approval_id
            else None,
        )
        for letter in letters_of(case_id=case_id)
    ]


def _show(
    request: StaffRequest,
    number: str,
    *,
    problem: str = "",
    words: LetterWords | None = None,
    why: str = "",
    status: int = 200,
) -> HttpResponse:
    case = case_detail(number=number, actor=request.actor, now=request.now)
    if case is None:
        raise Http404
    letters = _letters(request, case.id)
    context = {
        "case": case,
        "letters": letters,
        "waits": any(letter.state == Letter.State.WAITING for letter, _release in letters),
        "mailbox": verified_mailbox(customer_id=case.customer.id),
        "may_write": request.actor.has(*HANDLERS),
        "reasons": reasons_for_two(case_id=case.id, actor=request.actor),
        "why": why,
        "words": words,
        "problem": problem,
        "longest": LONGEST,
        "languages": list(zip(LANGUAGES, ("中文", "English"), strict=True)),
        "ways": [(way.value, way.label) for way in BY_STAFF],
        "outcomes": Delivery.Outcome.choices,
    }
    return render(request, "cases/letter.html", context, status=status)
