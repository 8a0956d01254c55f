"""Headers that every response carries, whoever made it; and what pages need, which programs pass by."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse
from django.utils.module_loading import import_string

from yinuo.platform.live.public import live_origin, stream_url
from yinuo.platform.rest.public import is_call_of_program

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"
NO_PAGE = "default-src 'none'; frame-ancestors 'none'"
Answer = Callable[[HttpRequest], HttpResponse]


def for_pages(*names: str) -> Callable[[Answer], Answer]:
    """
    Middleware that pages need and calls of programs pass by: they have no session, no messages, no scripts.

    Args:
        names: the middleware, the outermost first; none of it looks at views.
    """

    def factory(get_response: Answer) -> Answer:
        pages = get_response
        for name in reversed(names):
            pages = import_string(name)(pages)

        def middleware(request: HttpRequest) -> HttpResponse:
            return get_response(request) if is_call_of_program(request) else pages(request)

        return middleware

    return factory


scripts = for_pages("csp.middleware.CSPMiddleware")
visits = for_pages("yinuo.site.middleware.live", "django.contrib.sessions.middleware.SessionMiddleware")
visitors = for_pages(
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
)


def headers(get_response: Answer) -> Answer:
    """Close the browser's doors that no page of ours needs; what is no page may do nothing at all."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Content-Security-Policy", NO_PAGE)
        response.headers.setdefault("X-Frame-Options", "DENY")
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def live(get_response: Answer) -> Answer:
    """Tell each page where its event stream is, and the browser that it may connect there."""

    def middleware(request: HttpRequest) -> HttpResponse:
        scheme, host = request.scheme or "http", request.get_host()
        request.live_url = stream_url(scheme=scheme, host=host)  # type: ignore[attr-defined]
        response = get_response(request)
        origin = live_origin(scheme=scheme, host=host)
        if origin is not None and not hasattr(response, "_csp_update"):
            response._csp_update = {"connect-src": [origin]}  # type: ignore[attr-defined]
        return response

    return middleware
