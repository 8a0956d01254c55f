"""One line for each request: which route, how it ended, how long it took; no addresses, no query strings."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse
from uuid_utils import uuid7

from yinuo.site.metrics import request_seconds

HEADER = "X-Request-ID"
QUIET = frozenset({"healthz", "readyz", "metrics"})
_GIVEN = re.compile(r"[A-Za-z0-9._-]{8,64}")
_METHODS = frozenset({"GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS"})
Answer = Callable[[HttpRequest], HttpResponse]
_log = structlog.get_logger("yinuo.request")


def log_requests(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """
    Give every request an id, which its answer carries and all its log lines repeat.

    The route's name stands for the address: an address may hold what somebody typed.
    """

    def middleware(request: HttpRequest) -> HttpResponse:
        given = request.headers.get(HEADER, "")
        request_id = given if _GIVEN.fullmatch(given) else str(uuid7())
        started = time.perf_counter()
        with structlog.contextvars.bound_contextvars(request_id=request_id):
            response = get_response(request)
            seconds = time.perf_counter() - started
            match = request.resolver_match
            route = (match.view_name or match.route) if match else "none"
            method = request.method if request.method in _METHODS else "other"
            request_seconds.labels(route, method, str(response.status_code)).observe(seconds)
            if route not in QUIET:
                _log.info(
                    "request",
                    method=method,
                    route=route,
                    status=response.status_code,
                    milliseconds=round(seconds * 1000, 1),
                )
        response.headers[HEADER] = request_id
        return response

    return middleware
