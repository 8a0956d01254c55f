"""Take down a call or a visit."""

from __future__ import annotations

from django.contrib import messages
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _

from yinuo.core.customers.public import rows_of, search_customers
from yinuo.features.cases.forms import TakenDownForm
from yinuo.features.cases.models import Kind, Level, Source
from yinuo.features.cases.operations.open_case import open_case
from yinuo.features.cases.queries.callers import Caller, callers
from yinuo.features.cases.queries.case import id_of
from yinuo.features.cases.roles import FILERS, IMPORTERS
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor, StaffRequest, staff_page
from yinuo.platform.ui.public import add_refusal


@staff_page(*FILERS, methods=("GET", "POST"))
def new_page(request: StaffRequest) -> HttpResponse:
    """The form, and the case that it makes."""
    form = TakenDownForm(request.POST or None, initial={"source": Source.HOTLINE, "level": Level.ORDINARY})
    if request.method == "POST" and form.is_valid():
        given = form.cleaned_data
        try:
            opened = open_case(
                kind=Kind(given["kind"]),
                source=Source(given["source"]),
                level=Level(given["level"]),
                subject=given["subject"],
                text=given["text"],
                customer=form.customer(),
                path=request.actor.reach,
                actor=request.actor,
                now=request.now,
            )
        except DomainError as refusal:
            add_refusal(form, refusal)
        else:
            messages.success(request, _("%(number)s opened; the clock runs.") % {"number": opened.number})
            # Its owner may sit in another unit: whoever took it down then goes back to their queue.
            seen = id_of(number=opened.number, actor=request.actor)
            return redirect("cases:case", number=opened.number) if seen else redirect("cases:queue")
    context = {
        "form": form,
        "may_import": request.actor.has(*IMPORTERS),
        "callers": _chosen(form, request.actor),
    }
    return render(request, "cases/new.html", context, status=422 if form.errors else 200)


@staff_page(*FILERS, methods=("POST",))
def find_caller(request: StaffRequest) -> HttpResponse:
    """Whom the values name that a caller says of themself, with what is open for each; a part of the page."""
    try:
        found = search_customers(text=request.POST.get("caller", ""), actor=request.actor, now=request.now)
    except DomainError as refusal:
        return render(request, "cases/includes/callers.html", {"problem": str(refusal)})
    context = {
        "asked": request.POST.get("caller", "").strip(),
        "callers": callers(found.rows, actor=request.actor),
        "more": found.more,
    }
    return render(request, "cases/includes/callers.html", context)


def _chosen(form: TakenDownForm, actor: Actor) -> list[Caller]:
    """Whom they had chosen before the form came back for a correction."""
    chosen = form.cleaned_data.get("known_as") if form.is_bound and hasattr(form, "cleaned_data") else None
    return callers(rows_of([chosen], actor=actor), actor=actor) if chosen else []
