"""Where a request comes from."""

from __future__ import annotations

from allauth.account.adapter import get_adapter
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest


def client_address(request: HttpRequest) -> str:
    """
    The network address of who asks: behind our reverse proxy, the one that the proxy adds.

    Empty where there is none, as on a Unix socket, or where it cannot be read.
    """
    try:
        return str(get_adapter().get_client_ip(request))
    except PermissionDenied:
        return ""
