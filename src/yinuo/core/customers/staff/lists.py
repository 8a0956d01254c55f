"""The list of customers, and the search by what a caller says."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render

from yinuo.core.customers.forms import unit_choices
from yinuo.core.customers.models import Segment, State
from yinuo.core.customers.queries import (
    CannotSearch,
    Filters,
    Found,
    Position,
    customer_list,
    search_customers,
    tiers,
)
from yinuo.core.customers.roles import READERS, STEWARDS, WRITERS
from yinuo.platform.identity.public import Role, StaffRequest, staff_page

_SALT = "customers.list.after"
_FILTERS = ("path", "tier", "state", "segment")


@staff_page(*READERS)
def list_page(request: StaffRequest) -> HttpResponse:
    """Customers within reach, the newest first."""
    filters = filters_of(request)
    page = customer_list(actor=request.actor, filters=filters, after=_position(request.GET.get("after", "")))
    context = _frame(request) | {
        "page": page,
        "filters": filters,
        "filtered": any(getattr(filters, name) for name in _FILTERS),
        "units": unit_choices(request.actor),
        "tiers": tiers(),
        "states": State.choices,
        "segments": Segment.choices,
        "first_url": _address(request, filters, None) if "after" in request.GET else "",
        "next_url": _address(request, filters, page.after) if page.after else "",
        "query": urlencode(_chosen(filters)),
    }
    return render(request, "customers/list.html", context)


@staff_page(*READERS, methods=("POST",))
def search_page(request: StaffRequest) -> HttpResponse:
    """Who is it? A POST, so that no value stands in an address or a server's log."""
    text = request.POST.get("value", "")
    problem, found, status = "", Found(rows=(), more=False, by=()), 200
    try:
        found = search_customers(text=text, actor=request.actor, now=request.now)
    except CannotSearch as refusal:
        problem, status = str(refusal), 429
    context = _frame(request) | {
        "found": found,
        "value": text,
        "problem": problem,
        "asked": bool(text.strip()),
    }
    if request.htmx:
        # htmx swaps nothing for a refusal; here the refusal is what is to be read.
        return render(request, "customers/includes/found.html", context)
    return render(request, "customers/search.html", context, status=status)


def filters_of(request: StaffRequest) -> Filters:
    """The filters that the address names; a unit outside one's reach names nothing more."""
    return Filters(**{name: request.GET.get(name, "")[:255] for name in _FILTERS})


def _frame(request: StaffRequest) -> dict[str, object]:
    return {
        "may_write": request.actor.has(*WRITERS),
        "is_steward": request.actor.has(*STEWARDS),
        "may_see_retention": request.actor.has(*STEWARDS, Role.AUDITOR),
    }


def _chosen(filters: Filters) -> dict[str, str]:
    return {name: value for name in _FILTERS if (value := getattr(filters, name))}


def _address(request: StaffRequest, filters: Filters, after: Position | None) -> str:
    asked = _chosen(filters)
    if after is not None:
        # Signed, so that a position is either ours or none.
        asked["after"] = signing.dumps(str(after.id), salt=_SALT)
    return f"{request.path}?{urlencode(asked)}" if asked else request.path


def _position(text: str) -> Position | None:
    try:
        return Position(id=UUID(signing.loads(text, salt=_SALT))) if text else None
    except signing.BadSignature:
        return None
