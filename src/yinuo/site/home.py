"""The first page after signing in: where this person's work is."""

from __future__ import annotations

from django.http import HttpResponse
from django.shortcuts import redirect

from yinuo.platform.identity.public import StaffRequest, staff_page
from yinuo.platform.ui.public import home_of


@staff_page()
def home(request: StaffRequest) -> HttpResponse:
    """Go where this person's day begins; who has no pages of their own begins with their notices."""
    return redirect(home_of(request.actor) or "notices:list")
