"""The queue: what is owed, soonest first."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import render
from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.features.cases import queries
from yinuo.features.cases.queries import Position
from yinuo.features.cases.roles import FILERS, READERS
from yinuo.features.cases.staff.figures import figures
from yinuo.platform.identity.public import StaffRequest, staff_page

_SALT = "cases.queue.after"


def titles() -> dict[str, str]:
    """The name of each view."""
    return {
        "mine": _("My queue"),
        "team": _("My team"),
        "at-risk": _("Due soon"),
        "overdue": _("Overdue"),
        "unassigned": _("Unassigned"),
        "answered": _("Answered, not resolved"),
        "all": _("All cases"),
    }


@staff_page(*READERS)
def queue_page(request: StaffRequest) -> HttpResponse:
    """The view that the address names, the actor's own one without a name."""
    view = request.GET.get("view", "mine")
    return _page(request, view if view in queries.VIEWS else "mine")


@staff_page(*READERS)
def soon_page(request: StaffRequest) -> HttpResponse:
    """What is due within four hours."""
    return _page(request, "at-risk")


@staff_page(*READERS)
def unassigned_page(request: StaffRequest) -> HttpResponse:
    """What nobody owns."""
    return _page(request, "unassigned")


@staff_page(*READERS)
def all_page(request: StaffRequest) -> HttpResponse:
    """Everything, the newest first; also where a search ends."""
    return _page(request, "all")


def _page(request: StaffRequest, view: str) -> HttpResponse:
    search = request.GET.get("q", "").strip()[:100]
    page = queries.queue(
        view="all" if search else view,
        actor=request.actor,
        now=request.now,
        search=search,
        after=_position(request.GET.get("after", "")),
    )
    counts = queries.counts(actor=request.actor, now=request.now)
    names = titles()
    context = {
        "title": names[view],
        "view": view,
        "search": search,
        "page": page,
        "next_url": _next_url(request, page.after),
        "first_url": request.path + (f"?{urlencode({'view': view})}" if "view" in request.GET else ""),
        "is_first": "after" not in request.GET,
        "figures": figures(actor=request.actor, now=request.now, counts=counts),
        "may_file": request.actor.has(*FILERS),
        "views": [
            {
                "label": names[name],
                "url": f"{reverse('cases:queue')}?{urlencode({'view': name})}",
                "current": name == view,
                "count": counts.get(name.replace("-", "_")),
            }
            for name in queries.VIEWS
        ],
    }
    return render(request, "cases/queue.html", context)


def _next_url(request: StaffRequest, after: Position | None) -> str:
    if after is None:
        return ""
    query = request.GET.copy()
    # Signed, so that a position is either ours or none.
    query["after"] = signing.dumps([after.at.isoformat(), str(after.id)], salt=_SALT)
    return f"{request.path}?{query.urlencode()}"


def _position(text: str) -> Position | None:
    try:
        at, id_ = signing.loads(text, salt=_SALT) if text else (None, None)
    except signing.BadSignature:
        return None
    return Position(at=datetime.fromisoformat(at), id=UUID(id_)) if at else None
