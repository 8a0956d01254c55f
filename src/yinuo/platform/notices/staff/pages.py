"""The list behind the bell."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.core import signing
from django.http import HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.dateparse import parse_datetime

from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.notices.operations.mark_read import mark_read
from yinuo.platform.notices.queries import notices_of, unread_count

_SALT = "notices.before"


@staff_page()
def list_page(request: StaffRequest) -> HttpResponse:
    """What one should know, newest first."""
    page, following = notices_of(actor=request.actor, before=_position(request.GET.get("before", "")))
    next_url = ""
    if following:
        position = signing.dumps([following[0].isoformat(), str(following[1])], salt=_SALT)
        next_url = f"{reverse('notices:list')}?before={position}"
    context = {
        "notices": page,
        "next_url": next_url,
        "first_url": reverse("notices:list") if "before" in request.GET else "",
        "has_new": any(notice.is_new for notice in page),
        "newest": page[0].at.isoformat() if page else "",
    }
    return render(request, "notices/list.html", context)


@staff_page(methods=("POST",))
def read(request: StaffRequest) -> HttpResponse:
    """Mark as read what was shown; what came in meanwhile stays new."""
    try:
        shown_until = parse_datetime(request.POST.get("until", ""))
    except ValueError:
        shown_until = None
    if shown_until and shown_until.tzinfo:
        mark_read(actor=request.actor, shown_until=shown_until, now=request.now)
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
