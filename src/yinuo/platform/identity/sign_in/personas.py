"""One click into the demo story; nowhere else, and from no other machine."""

from __future__ import annotations

import ipaddress

from django.conf import settings
from django.http import HttpRequest
from django.http.request import split_domain_port

_NAMES = frozenset({"localhost", "127.0.0.1", "[::1]"})


def are_offered(request: HttpRequest) -> bool:
    """
    Whether this visitor may be a persona: the demo on a loopback address, asked for from this very machine.

    A request that came through a proxy, or that names another host (as a page elsewhere could arrange by
    rebinding its name to 127.0.0.1), is refused.
    """
    if not settings.PERSONA_SIGN_IN or "X-Forwarded-For" in request.headers or "Forwarded" in request.headers:
        return False
    try:
        from_here = ipaddress.ip_address(request.META.get("REMOTE_ADDR", "")).is_loopback
    except ValueError:
        return False
    host, _port = split_domain_port(request.get_host())
    return from_here and host in _NAMES
