"""Customers' pages: say what happened, see what becomes of it, add to it."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinuo.core.promises.public import PromiseView
from yinuo.features.cases import queries
from yinuo.features.cases.forms import PortalForm
from yinuo.features.cases.locking import CaseNotFound
from yinuo.features.cases.models import Kind, Source
from yinuo.features.cases.operations.add_customer_message import add_customer_message
from yinuo.features.cases.operations.open_case import open_case
from yinuo.features.cases.queries import CaseDetail
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import SYSTEM, PageRequest, public_page
from yinuo.platform.rest.public import Rate, Standing, spend_of_visitor


@dataclass(frozen=True, kw_only=True)
class Step:
    """One step of the way that a case goes, as its customer sees it; ``state``: done, now, late or ahead."""

    title: str
    state: str
    at: datetime | None = None
    by: datetime | None = None
    detail: str = ""


# A branch's visitors share one address: enough for them, too little to flood the specialists.
FILINGS = Rate(name="filings", requests=30, seconds=3600)
ADDITIONS = Rate(name="additions", requests=60, seconds=3600)


@public_page(methods=("GET", "POST"))
def form_page(request: PageRequest) -> HttpResponse:
    """Complain or ask: no account, a few fields, a receipt at once."""
    form = PortalForm(request.POST or None, initial={"kind": Kind.COMPLAINT})
    if request.method == "POST" and form.is_valid():
        standing = spend_of_visitor(request=request, rate=FILINGS, now=request.now)
        if standing.is_refused:
            form.add_error(None, too_many(standing))
            return render(request, "cases/portal_form.html", {"form": form}, status=429)
        try:
            opened = open_case(
                kind=Kind(form.cleaned_data["kind"]),
                source=Source.WEB_FORM,
                subject="",
                text=form.cleaned_data["text"],
                customer=form.customer(),
                actor=SYSTEM,
                now=request.now,
            )
        except DomainError as refusal:
            form.add_error(None, str(refusal))
        else:
            return redirect("portal:follow", token=opened.tracking_token)
    return render(request, "cases/portal_form.html", {"form": form}, status=422 if form.errors else 200)


@public_page()
def follow_page(request: PageRequest, token: str) -> HttpResponse:
    """Where the matter is, what happens next and by when."""
    return _follow(request, token)


@public_page(methods=("POST",))
def add_page(request: PageRequest, token: str) -> HttpResponse:
    """Say more."""
    text = request.POST.get("text", "")
    standing = spend_of_visitor(request=request, rate=ADDITIONS, now=request.now)
    if standing.is_refused:
        return _follow(request, token, problem=too_many(standing), text=text, status=429)
    try:
        add_customer_message(token=token, text=text, now=request.now)
    except CaseNotFound as refusal:
        raise Http404 from refusal
    except DomainError as refusal:
        return _follow(request, token, problem=str(refusal), text=text, status=409)
    messages.success(request, _("Thank you, your words were added."))
    return redirect("portal:follow", token=token)


def _follow(
    request: PageRequest, token: str, *, problem: str = "", text: str = "", status: int = 200
) -> HttpResponse:
    case = queries.tracked_case(token=token, now=request.now)
    if case is None:
        raise Http404
    context = {
        "case": case,
        "token": token,
        "owed": next((promise for promise in case.promises if promise.is_open), None),
        "steps": steps(case),
        "said": [message for message in case.messages if message.kind != "NOTE"],
        "problem": problem,
        "text": text,
    }
    return render(request, "cases/portal_follow.html", context, status=status)


def too_many(standing: Standing) -> str:
    """Why nothing was sent this time, and when to try again; the text stays in the form."""
    minutes = -(-standing.retry_after // 60)
    return ngettext(
        "Too many messages came from your network. Your text is kept: send it again in %(minutes)s minute.",
        "Too many messages came from your network. Your text is kept: send it again in %(minutes)s minutes.",
        minutes,
    ) % {"minutes": minutes}


def steps(case: CaseDetail) -> list[Step]:
    """The way of a case, from "received" to its end, with what is promised for the steps ahead."""
    decision = next((promise for promise in case.promises if promise.policy.endswith(".decision")), None)
    response = next((promise for promise in case.promises if promise is not decision), None)
    way = [Step(title=_("Received"), state="done", at=case.opened_at, detail=case.source_label)]
    if case.owner_id:
        way.append(Step(title=_("A specialist is in charge"), state="done", detail=case.owner_name))
    way.append(_step(_("We answer you"), response, case.answered_at, is_next=True))
    if decision:
        way.append(_step(_("Decision"), decision, case.resolved_at, is_next=case.answered_at is not None))
    return way


def _step(title: str, promise: PromiseView | None, done_at: datetime | None, *, is_next: bool) -> Step:
    if done_at:
        return Step(title=title, state="done", at=done_at)
    late = promise is not None and promise.state == "BROKEN"
    return Step(
        title=title,
        state="late" if late else "now" if is_next else "ahead",
        by=promise.due_at if promise else None,
    )
