"""Save a view of the queue, and take one away."""

from __future__ import annotations

from urllib.parse import urlencode
from uuid import UUID

from django.contrib import messages
from django.http import Http404, HttpResponse
from django.shortcuts import redirect
from django.urls import reverse
from django.utils.translation import gettext as _

from yinuo.features.cases.operations.save_view import delete_view, save_view
from yinuo.features.cases.queries.filtering import read_filters
from yinuo.features.cases.roles import READERS
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import StaffRequest, staff_page


@staff_page(*READERS, methods=("POST",))
def save(request: StaffRequest) -> HttpResponse:
    """Keep what the queue shows under a name."""
    query = {"view": request.POST.get("view", "")} | read_filters(request.POST).as_query()
    try:
        saved = save_view(
            name=request.POST.get("name", ""),
            query=query,
            for_team=request.POST.get("for") == "team",
            actor=request.actor,
            now=request.now,
        )
    except DomainError as refusal:
        messages.error(request, str(refusal))
    else:
        query["saved"] = str(saved)
        messages.success(request, _("View saved."))
    return redirect(f"{reverse('cases:queue')}?{urlencode(query)}")


@staff_page(*READERS, methods=("POST",))
def delete(request: StaffRequest, view_id: UUID) -> HttpResponse:
    """Take a saved view away."""
    if not delete_view(view_id=view_id, actor=request.actor):
        raise Http404
    messages.success(request, _("View taken away."))
    return redirect("cases:queue")
