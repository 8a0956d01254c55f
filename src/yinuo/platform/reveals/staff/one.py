"""Ask for one sealed value, see it once, and have it closed again."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from django.http import Http404, HttpResponse
from django.shortcuts import render
from django.utils.http import url_has_allowed_host_and_scheme

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.reveals.kinds import Revealable, find_revealable
from yinuo.platform.reveals.limits import limits
from yinuo.platform.reveals.models import Reason
from yinuo.platform.reveals.operations.reveal import NothingToReveal, reveal
from yinuo.platform.reveals.roles import LOOKERS

# A person acted on what the page showed; within a page, the answer takes the form's place whatever it says.
REFUSED = 409


@staff_page(*LOOKERS, methods=("GET", "POST"), recent=True)
def reveal_page(request: StaffRequest, kind: str, object_id: UUID) -> HttpResponse:
    """The question why, and after it the value: the one answer that ever holds it."""
    found = _find(request, kind, object_id)
    context = _context(request, kind, object_id, found)
    if request.method != "POST":
        return _show(request, "form", context)
    reason, text = request.POST.get("reason", ""), request.POST.get("text", "")
    try:
        shown = reveal(
            kind=kind, object_id=object_id, reason=reason, text=text, actor=request.actor, now=request.now
        )
    except NothingToReveal:
        raise Http404 from None
    except DomainError as refusal:
        context |= {"problem": str(refusal), "reason": reason, "text": text}
        return _show(request, "form", context, status=200 if request.htmx else REFUSED)
    response = _show(request, "value", context | {"shown": shown})
    if not request.htmx:
        # Without scripts the browser itself leaves the value again.
        response["Refresh"] = f"{context['seconds']}; url={context['back'] or '/'}"
    return response


@staff_page(*LOOKERS)
def closed(request: StaffRequest, kind: str, object_id: UUID) -> HttpResponse:
    """The value as everybody sees it: what takes the place of a form that was left or a value that was seen."""
    found = _find(request, kind, object_id)
    return render(request, "reveals/includes/closed.html", _context(request, kind, object_id, found))


def _find(request: StaffRequest, kind: str, object_id: UUID) -> Revealable:
    found = find_revealable(kind=kind, object_id=object_id, actor=request.actor)
    if found is None:
        raise Http404
    return found


def _context(request: StaffRequest, kind: str, object_id: UUID, found: Revealable) -> dict[str, Any]:
    return {
        "kind": kind,
        "object_id": object_id,
        "masked": found.mask,
        "what": found.what,
        "is_text": found.is_text,
        "reasons": Reason.choices,
        "seconds": limits().shown_for,
        "back": _back(request),
        "may_look": True,
    }


def _back(request: StaffRequest) -> str:
    wanted = (request.htmx.current_url_abs_path if request.htmx else request.GET.get("back")) or ""
    return wanted if url_has_allowed_host_and_scheme(wanted, allowed_hosts=None) else ""


def _show(request: StaffRequest, part: str, context: dict[str, Any], status: int = 200) -> HttpResponse:
    template = f"reveals/includes/{part}.html" if request.htmx else "reveals/one.html"
    return render(request, template, context | {"part": f"reveals/includes/{part}.html"}, status=status)
