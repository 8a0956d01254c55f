"""A customer's page of their case: where it is, add to it, withdraw it, rate it."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.features.cases.letters.delivering import note_download
from yinuo.features.cases.letters.queries import issued_letters
from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.models import State
from yinuo.features.cases.operations.add_to_case import add_to_case
from yinuo.features.cases.operations.rate_handling import rate_handling
from yinuo.features.cases.operations.request_review import may_review
from yinuo.features.cases.operations.withdraw_case import withdraw_as_customer
from yinuo.features.cases.portal.forms import AddForm, RatingForm
from yinuo.features.cases.portal.limits import ADDITIONS, too_many
from yinuo.features.cases.portal.promised import promised
from yinuo.features.cases.portal.steps import steps
from yinuo.features.cases.queries.case import CaseDetail, MessageView, tracked_case
from yinuo.features.cases.queries.customer_pages import rating_of, wish_of
from yinuo.features.cases.queries.reviews import review_of
from yinuo.features.cases.queries.viewing import Viewer, viewer_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.files.public import download, hand_out_to_customer
from yinuo.platform.identity.public import PageRequest, public_page
from yinuo.platform.rest.public import Rate, spend_of_visitor
from yinuo.platform.ui.public import add_refusal
from yinuo.platform.vault.public import CannotOpen

REFUSED = 409
INVALID = 422
FLOODED = 429


@public_page()
def follow_page(request: PageRequest, token: str) -> HttpResponse:
    """Where the matter is, what happens next and by when."""
    return _follow(request, token)


@public_page(methods=("POST",))
def add_page(request: PageRequest, token: str) -> HttpResponse:
    """Say more, or send files."""
    form = AddForm(request.POST, request.FILES)
    refused = _spend(request, token, form, ADDITIONS)
    if refused is not None:
        return refused
    if not form.is_valid():
        return _follow(request, token, add=form, status=INVALID)
    try:
        add_to_case(
            token=token,
            text=form.cleaned_data["text"],
            checked=form.cleaned_data["attachments"],
            now=request.now,
        )
    except CaseNotFound as refusal:
        raise Http404 from refusal
    except DomainError as refusal:
        add_refusal(form, refusal)
        return _follow(request, token, add=form, status=REFUSED)
    messages.success(request, _("Thank you, it was added."))
    return redirect("portal:follow", token=token)


@public_page(methods=("POST",))
def rate_page(request: PageRequest, token: str) -> HttpResponse:
    """Say how well it was handled."""
    form = RatingForm(request.POST)
    refused = _spend(request, token, form, ADDITIONS)
    if refused is not None:
        return refused
    if not form.is_valid():
        return _follow(request, token, rate=form, status=INVALID)
    try:
        rate_handling(
            token=token,
            score=form.cleaned_data["score"],
            words=form.cleaned_data["words"],
            now=request.now,
        )
    except CaseNotFound as refusal:
        raise Http404 from refusal
    except DomainError as refusal:
        add_refusal(form, refusal)
        return _follow(request, token, rate=form, status=REFUSED)
    messages.success(request, _("Thank you for your rating."))
    return redirect("portal:follow", token=token)


@public_page(methods=("GET", "POST"))
def withdraw_page(request: PageRequest, token: str) -> HttpResponse:
    """Ask whether it is really to be withdrawn; then withdraw it."""
    case = _case(request, token)
    problem = ""
    if request.method == "POST":
        try:
            ended = withdraw_as_customer(token=token, now=request.now)
        except CaseNotFound as refusal:
            raise Http404 from refusal
        except DomainError as refusal:
            problem = str(refusal)
        else:
            said = _("Your case was withdrawn.") if ended else _("You have withdrawn; the others go on.")
            messages.success(request, said)
            return redirect("portal:follow", token=token)
    viewer = viewer_of(token=token, now=request.now)
    context = {"case": case, "token": token, "problem": problem, "viewer": viewer}
    return render(request, "cases/portal_withdraw.html", context, status=REFUSED if problem else 200)


@public_page()
def file_page(request: PageRequest, token: str, file_id: UUID) -> HttpResponse:
    """A file of the case: the customer's own, or one that we sent them."""
    case, viewer = _case(request, token), viewer_of(token=token, now=request.now)
    if viewer is None or file_id not in {one.id for one in viewer.files}:
        raise Http404
    try:
        file = hand_out_to_customer(file_id=file_id, subject=f"case:{case.id}")
    except (DomainError, CannotOpen) as refusal:
        messages.error(request, str(refusal))
        return redirect("portal:follow", token=token)
    if file is None:
        raise Http404
    if viewer.is_customers_side:
        note_download(case_id=case.id, file_id=file_id, now=request.now)
    return download(file)


def _case(request: PageRequest, token: str) -> CaseDetail:
    case = tracked_case(token=token, now=request.now)
    if case is None:
        raise Http404
    return case


def _who(message: MessageView, viewer: Viewer) -> str:
    if message.author:
        return message.author
    if message.said_by == viewer.person_id:
        return _("You")
    return _("Another person on the case") if message.said_by else _("The customer")


def _spend(request: PageRequest, token: str, form: Any, rate: Rate) -> HttpResponse | None:
    standing = spend_of_visitor(request=request, rate=rate, now=request.now)
    if not standing.is_refused:
        return None
    form.add_error(None, too_many(standing))
    forms = {"add": form} if isinstance(form, AddForm) else {"rate": form}
    return _follow(request, token, status=FLOODED, **forms)


def _follow(
    request: PageRequest,
    token: str,
    *,
    add: AddForm | None = None,
    rate: RatingForm | None = None,
    status: int = 200,
) -> HttpResponse:
    case, viewer = _case(request, token), viewer_of(token=token, now=request.now)
    if viewer is None:
        raise Http404
    rating = rating_of(case_id=case.id, now=request.now) if viewer.is_customers_side else None
    may_rate = viewer.is_customers_side and case.answered_at is not None and case.state != State.MERGED
    may_rate = may_rate and (rating is None or rating.is_changeable)
    theirs = {file.id for file in viewer.files}
    context = {
        "case": case,
        "token": token,
        "owed": next((promise for promise in case.promises if promise.is_open), None),
        "promised": promised(case.promises, now=request.now),
        "steps": steps(case),
        "viewer": viewer,
        "said": [(message, _who(message, viewer)) for message in case.messages],
        "files": viewer.files,
        "wish": wish_of(case_id=case.id) if not viewer.part else None,
        "letters": [one for one in issued_letters(case_id=case.id) if one.file_id in theirs],
        "add": add or AddForm(),
        "rating": rating,
        "rate": rate or RatingForm(initial={"score": rating.score, "words": rating.words} if rating else {}),
        "may_rate": may_rate,
        "review": review_of(case_id=case.id, now=request.now),
        "may_review": not viewer.withdrew_at and may_review(case_id=case.id, now=request.now),
        "may_write": case.is_living and not viewer.withdrew_at,
    }
    return render(request, "cases/portal_follow.html", context, status=status)
