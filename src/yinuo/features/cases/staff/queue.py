"""The queue: what is owed, soonest first."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.features.cases.queries.counting import MOST, counts
from yinuo.features.cases.queries.filtering import VIEWS, order_of, read_filters
from yinuo.features.cases.queries.queue import Position, queue
from yinuo.features.cases.queries.saved_views import ViewRow, saved_views
from yinuo.features.cases.roles import FILERS, HANDLERS, READERS
from yinuo.features.cases.staff.choices import filter_fields, said
from yinuo.features.cases.staff.figures import figures
from yinuo.kernel.redaction import redact
from yinuo.platform.identity.public import Role, StaffRequest, staff_page

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
        "letters": _("Letters to send"),
        "snoozed": _("Put aside"),
        "all": _("All cases"),
    }


@staff_page(*READERS)
def queue_page(request: StaffRequest) -> HttpResponse:
    """The view that the address names; without a name the actor's own one, the team's for who owns no cases."""
    own = "mine" if request.actor.has(*HANDLERS) else "team"
    view = request.GET.get("view", own)
    return _page(request, view if view in VIEWS else own)


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
    if redact(search) != search:
        # It would stay in the history of the browser and be passed on with the address.
        told = _("A customer's own number is not looked for among the words of cases. Look under Customers.")
        messages.info(request, told)
        return redirect(_without(request, "q"))
    filters = read_filters(request.GET)
    saved = saved_views(actor=request.actor)
    page = queue(
        view="all" if search else view,
        actor=request.actor,
        now=request.now,
        search=search,
        filters=filters,
        after=_position(request.GET.get("after", "")),
    )
    held = counts(
        actor=request.actor,
        now=request.now,
        more={str(row.id): (row.view, row.filters) for row in saved if row.view != "all"},
    )
    chosen = next((row for row in saved if str(row.id) == request.GET.get("saved")), None)
    names = titles()
    fields = filter_fields(actor=request.actor, filters=filters, now=request.now)
    context = {
        "title": chosen.name if chosen else names[view],
        "view": view,
        "search": search,
        "page": page,
        "next_url": _next_url(request, page.after),
        "first_url": _without(request, "after"),
        "here_url": request.get_full_path(),
        "is_first": "after" not in request.GET,
        "figures": figures(actor=request.actor, now=request.now, counts=held),
        "may_file": request.actor.has(*FILERS),
        "may_handle": request.actor.has(*HANDLERS),
        "may_save_for_team": request.actor.has(Role.SUPERVISOR),
        "fields": fields,
        "asked": [(label, word, _without(request, name)) for name, label, word in said(fields)],
        "sort": order_of(view=view, filters=filters),
        "query": {"view": view} | filters.as_query(),
        "chosen": chosen,
        "views": _tabs(view, names, held, saved, chosen),
    }
    return render(request, "cases/queue.html", context)


def _tabs(
    view: str,
    names: dict[str, str],
    held: dict[str, int],
    saved: Sequence[ViewRow],
    chosen: ViewRow | None,
) -> list[dict[str, object]]:
    """The standing views, then those that somebody saved."""

    def tab(label: str, query: dict[str, str], current: bool, key: str) -> dict[str, object]:
        return {
            "label": label,
            "url": f"{reverse('cases:queue')}?{urlencode(query)}",
            "current": current,
            "count": _shown(held.get(key)),
        }

    standing = [
        tab(names[name], {"view": name}, name == view and chosen is None, name.replace("-", "_"))
        for name in VIEWS
    ]
    own = [
        tab(
            row.name,
            {"view": row.view, **row.filters.as_query(), "saved": str(row.id)},
            row is chosen,
            str(row.id),
        )
        for row in saved
    ]
    return standing + own


def _shown(count: int | None) -> str | None:
    return None if count is None else f"{MOST}+" if count > MOST else str(count)


def _without(request: StaffRequest, name: str) -> str:
    """The address without one of its conditions, from its first page on."""
    query = request.GET.copy()
    for key in {name, "after"}:
        query.pop(key, None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


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
