"""The first page after signing in: the first one that the navigation offers."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.ui.public import navigation_of


@staff_page()
def home(request: StaffRequest) -> HttpResponse:
    """Go where this person's work is; who has no pages of their own begins with their notices."""
    for group in navigation_of(request.actor, request=request):
        return redirect(group.entries[0].url)
    return redirect("notices:list")
