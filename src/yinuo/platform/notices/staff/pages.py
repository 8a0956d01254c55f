"""The list behind the bell."""

from __future__ import annotations

from datetime import datetime
from urllib.parse import urlencode
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.notices.operations.mark_read import mark_one_read, mark_read
from yinuo.platform.notices.operations.mark_unread import mark_unread
from yinuo.platform.notices.queries import notices_of, unread_count

_SALT = "notices.before"


@staff_page()
def list_page(request: StaffRequest) -> HttpResponse:
    """What one should know, newest first."""
    only_new = request.GET.get("show") == "new"
    own = f"{reverse('notices:list')}?show={'new' if only_new else 'all'}"
    page, following = notices_of(
        actor=request.actor, before=_position(request.GET.get("before", "")), only_new=only_new
    )
    next_url = ""
    if following:
        position = signing.dumps([following[0].isoformat(), str(following[1])], salt=_SALT)
        next_url = f"{own}&before={position}"
    context = {
        "notices": page,
        "next_url": next_url,
        "first_url": own if "before" in request.GET else "",
        "only_new": only_new,
        "undo": _moment(request.GET.get("undo", "")),
        "has_new": any(notice.is_new for notice in page),
        "newest": page[0].at.isoformat() if page else "",
    }
    return render(request, "notices/list.html", context)


@staff_page(methods=("POST",))
def read(request: StaffRequest) -> HttpResponse:
    """Mark as read what was shown; what came in meanwhile stays new."""
    shown_until = _moment(request.POST.get("until", ""))
    if shown_until is None:
        return redirect("notices:list")
    mark_read(actor=request.actor, shown_until=shown_until, now=request.now)
    return redirect(f"{reverse('notices:list')}?{urlencode({'undo': request.now.isoformat()})}")


@staff_page(methods=("POST",))
def read_one(request: StaffRequest, notice_id: UUID) -> HttpResponse:
    """Mark one as read and stay where one is; what is another's changes nothing."""
    mark_one_read(actor=request.actor, notice_id=notice_id, now=request.now)
    return redirect(f"{reverse('notices:list')}?show={'new' if request.POST.get('show') == 'new' else 'all'}")


@staff_page(methods=("POST",))
def unread(request: StaffRequest) -> HttpResponse:
    """Take back what was just marked as read."""
    read_at = _moment(request.POST.get("read_at", ""))
    if read_at is not None:
        mark_unread(actor=request.actor, read_at=read_at)
    return redirect("notices:list")


@staff_page()
def bell(request: StaffRequest) -> HttpResponse:
    """The bell alone, fetched again when it rings."""
    return render(request, "notices/bell.html", {"unread": unread_count(actor=request.actor)})


def _position(text: str) -> tuple[datetime, UUID] | None:
    try:
        at, id_ = signing.loads(text, salt=_SALT) if text else (None, None)
    except signing.BadSignature:
        return None
    return (datetime.fromisoformat(at), UUID(id_)) if at else None


def _moment(text: str) -> datetime | None:
    try:
        moment = parse_datetime(text)
    except ValueError:
        return None
    return moment if moment and moment.tzinfo else None
