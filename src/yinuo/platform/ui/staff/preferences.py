"""How a person likes to see and read: language and theme, kept in two cookies and in their account."""

from __future__ import annotations

from django.conf import settings
from django.http import HttpResponse, HttpResponseRedirect
from django.utils.http import url_has_allowed_host_and_scheme

from yinuo.platform.identity.public import PageRequest, public_page, set_preferences
from yinuo.platform.ui.context import LANGUAGES, THEME_COOKIE, THEMES

YEAR = 365 * 24 * 3600


@public_page(methods=("POST",), personal=False)
def preferences(request: PageRequest) -> HttpResponse:
    """Keep the language or theme asked for and go back to the page; unknown wishes change nothing."""
    response = HttpResponseRedirect(_way_back(request))
    language, theme = request.POST.get("language"), request.POST.get("theme")
    if language in LANGUAGES:
        _keep(response, name=settings.LANGUAGE_COOKIE_NAME, value=language)
    if theme in THEMES:
        _keep(response, name=THEME_COOKIE, value=theme)
    if request.actor is not None:
        set_preferences(
            actor=request.actor,
            now=request.now,
            language=language if language in LANGUAGES else None,
            theme=theme if theme in THEMES else None,
        )
    return response


def _way_back(request: PageRequest) -> str:
    wanted = request.POST.get("next", "")
    safe = url_has_allowed_host_and_scheme(
        wanted, allowed_hosts={request.get_host()}, require_https=request.is_secure()
    )
    return wanted if safe else "/"


def _keep(response: HttpResponse, *, name: str, value: str) -> None:
    response.set_cookie(
        name, value, max_age=YEAR, samesite="Lax", secure=settings.LANGUAGE_COOKIE_SECURE, httponly=True
    )
