"""What others looked at, to be reviewed; and what one looked at oneself."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.reveals import queries
from yinuo.platform.reveals.operations.review_reveal import RevealNotFound, review_reveals
from yinuo.platform.reveals.roles import REVIEWERS

REFUSED = 409


@dataclass(frozen=True, kw_only=True)
class Tab:
    """One part of the pages."""

    label: str
    url: str
    current: bool
    count: int | None = None


@staff_page(*REVIEWERS, methods=("GET", "POST"))
def review_page(request: StaffRequest) -> HttpResponse:
    """What waits for a second person's verdict."""
    if request.method != "POST":
        return _review(request)
    justified = request.POST.get("verdict") == "JUSTIFIED"
    try:
        count = review_reveals(
            reveal_ids=_ids(request.POST.getlist("reveal")),
            justified=justified,
            note=request.POST.get("note", ""),
            actor=request.actor,
            now=request.now,
        )
    except RevealNotFound:
        if request.POST.getlist("reveal"):
            raise Http404 from None
        return _review(request, problem=_("Mark at least one."), status=REFUSED)
    except DomainError as refusal:
        return _review(request, problem=str(refusal), status=REFUSED)
    said = ngettext("%(count)s reviewed.", "%(count)s reviewed.", count) % {"count": count}
    messages.success(request, said)
    return redirect("reveals:review")


@staff_page(*REVIEWERS)
def reviewed_page(request: StaffRequest) -> HttpResponse:
    """What was reviewed."""
    context = {
        "rows": queries.reviewed(actor=request.actor),
        "here": "reviewed",
        "tabs": _tabs("reviewed"),
    }
    return render(request, "reveals/list.html", context)


@staff_page()
def mine_page(request: StaffRequest) -> HttpResponse:
    """What this person looked at, and what a second one said to it."""
    return render(
        request, "reveals/list.html", {"rows": queries.reveals_of(actor=request.actor), "here": "mine"}
    )


def _review(request: StaffRequest, *, problem: str = "", status: int = 200) -> HttpResponse:
    context = {
        "rows": queries.to_review(actor=request.actor),
        "here": "review",
        "tabs": _tabs("review"),
        "problem": problem,
        "note": request.POST.get("note", ""),
        "marked": request.POST.getlist("reveal"),
    }
    return render(request, "reveals/list.html", context, status=status)


def _tabs(here: str) -> list[Tab]:
    names = {"review": _("To review"), "reviewed": _("Reviewed")}
    return [
        Tab(label=label, url=reverse(f"reveals:{name}"), current=name == here)
        for name, label in names.items()
    ]


def _ids(texts: list[str]) -> list[UUID]:
    try:
        return [UUID(text) for text in texts]
    except ValueError:
        raise Http404 from None
