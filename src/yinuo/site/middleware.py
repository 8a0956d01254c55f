"""Headers that every response carries, whoever made it."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yinuo.platform.live.public import live_origin, stream_url

PERMISSIONS = "camera=(), geolocation=(), microphone=(), payment=(), usb=()"


def headers(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
    """Close the browser's doors that no page of ours needs."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        response.headers.setdefault("Permissions-Policy", PERMISSIONS)
        response.headers.setdefault("Cross-Origin-Resource-Policy", "same-origin")
        return response

    return middleware


def live(get_response: Callable[[HttpRequest], HttpResponse]) -> Callable[[HttpRequest], HttpResponse]:
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
