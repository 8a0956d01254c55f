"""What happens around every operation: who asks, how often, once or again; and what they are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

import structlog
from django.conf import settings
from django.contrib.auth.models import AnonymousUser
from django.core.exceptions import RequestDataTooBig
from django.http import HttpResponse
from django.utils.translation import gettext as _
from uuid_utils.compat import uuid7

from yinuo.platform.identity.public import Access, TokenHolder, client_address, holder_question
from yinuo.platform.rest import idempotency, limits
from yinuo.platform.rest.bodies import read_body
from yinuo.platform.rest.problems import Problem, not_found, unexpected
from yinuo.platform.rest.requests import ApiRequest
from yinuo.platform.rest.router import ANY_TOKEN, Operation
from yinuo.platform.rest.validation import refuse_nul

log = structlog.get_logger()
EVERY_METHOD = frozenset({"GET", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE"})
_CHALLENGE = 'Bearer realm="yinuo"'


class Route:
    """
    One address of the interface, as Django calls it.

    It takes a bearer token and nothing else: session cookies mean nothing here, which is why no protection
    against forged forms is needed.
    """

    csrf_exempt = True

    def __init__(
        self, *, name: str, view: Callable[..., HttpResponse], operations: Mapping[str, Operation]
    ) -> None:
        self._view = view
        self._operations = operations
        self.access = Access(roles=None, methods=EVERY_METHOD, token=True)
        self.__name__ = self.__qualname__ = name  # Django speaks of views by these

    @property
    def methods(self) -> list[str]:
        """What an Allow header lists."""
        head = ["HEAD"] if "GET" in self._operations else []
        return sorted([*self._operations, *head, "OPTIONS"])

    def __call__(self, request: ApiRequest, **arguments: Any) -> HttpResponse:
        request.user = AnonymousUser()
        # The request log has named it already, where it runs.
        request.request_id = structlog.contextvars.get_contextvars().get("request_id") or str(uuid7())
        request.answer_headers = {}
        asked_by = request.method
        try:
            response = self._answer(request, arguments)
        except Problem as problem:
            response = problem.response(request_id=request.request_id)
        except RequestDataTooBig:
            response = Problem(
                413, "rest.body_too_large", _("Send at most 1 MB of JSON in one request.")
            ).response(request_id=request.request_id)
        except Exception as error:  # noqa: BLE001 - callers are told nothing of our faults but an id
            response = tell_fault(request, error)
        for name, value in request.answer_headers.items():
            response.headers.setdefault(name, value)
        response.headers["X-Request-ID"] = request.request_id
        request.method = asked_by
        if request.method == "HEAD":
            response.headers["Content-Length"] = str(len(response.content))
            response.content = b""
        return response

    def _answer(self, request: ApiRequest, arguments: dict[str, Any]) -> HttpResponse:
        if request.method == "OPTIONS" and self._operations:
            return HttpResponse(status=204, headers={"Allow": ", ".join(self.methods)})
        if request.method == "HEAD":
            request.method = "GET"
        operation = self._operations.get(request.method or "")
        holder = authenticate(request)
        if not self._operations:
            raise not_found()
        if operation is None:
            raise Problem(
                405,
                "rest.method_not_allowed",
                _("This address answers %(methods)s.") % {"methods": ", ".join(self.methods)},
                headers={"Allow": ", ".join(self.methods)},
            )
        require_scope(holder, operation.scope)
        refuse_unstorable(request)
        request.actor, request.holder = holder.actor, holder
        request.operation_name = operation.name
        request.operation = operation  # type: ignore[attr-defined]
        return self._perform(request, operation, arguments)

    def _perform(self, request: ApiRequest, operation: Operation, arguments: dict[str, Any]) -> HttpResponse:
        def run() -> HttpResponse:
            response = self._view(request, **arguments)
            for name, value in request.answer_headers.items():
                response.headers[name] = value
            return response

        if not operation.writes:
            return run()
        body = read_body(request)
        key = idempotency.key_of(request)
        return run() if key is None else idempotency.answer_once(request=request, key=key, body=body, run=run)


def authenticate(request: ApiRequest) -> TokenHolder:
    """
    Whose token the request carries; its allowance, or that of its address, is charged.

    Raises:
        Problem: 401 without a valid token, 429 when the allowance is used up.
    """
    scheme, _blank, text = request.headers.get("Authorization", "").partition(" ")
    text = text.strip()
    question = holder_question(text=text, now=request.now) if scheme.lower() == "bearer" else None
    admitted = limits.admit(question=question, rate=limits.FOR_TOKENS, now=request.now) if question else None
    if admitted is not None:
        holder, standing = admitted
    else:
        subject = limits.of_address(client_address(request), key=settings.SECRET_KEY)
        holder, standing = None, limits.spend(subject=subject, rate=limits.FOR_ADDRESSES, now=request.now)
    request.answer_headers |= standing.headers
    if standing.is_refused:
        raise Problem(
            429,
            "rest.too_many_requests",
            _("The allowance of requests is used up; wait as long as Retry-After says."),
            headers={"Retry-After": str(standing.retry_after)},
        )
    if holder is None:
        error = ', error="invalid_token"' if text else ""
        raise Problem(
            401,
            "rest.unknown_token",
            _("Send a valid token: Authorization: Bearer yin_… Tokens expire and can be revoked."),
            headers={"WWW-Authenticate": _CHALLENGE + error},
        )
    return holder


def require_scope(holder: TokenHolder, scope: str) -> None:
    """
    Raises:
        Problem: 403, the token may not do this.
    """
    if scope != ANY_TOKEN and scope not in holder.actor.scopes:
        raise Problem(
            403,
            "rest.scope_missing",
            _("This needs a token with the scope %(scope)s.") % {"scope": scope},
            headers={"WWW-Authenticate": f'{_CHALLENGE}, error="insufficient_scope", scope="{scope}"'},
        )


def refuse_unstorable(request: ApiRequest) -> None:
    """
    Raises:
        Problem: the address holds U+0000, which no text of ours can: 404 in its path, 422 behind it.
    """
    if "\x00" in request.path_info:
        raise not_found()
    if "%00" in request.META.get("QUERY_STRING", ""):
        refuse_nul({name: "".join(values) for name, values in request.GET.lists()}, within="query")


def tell_fault(request: ApiRequest, error: Exception) -> HttpResponse:
    """A fault of ours: the log has its place, the caller an id to report."""
    match = request.resolver_match
    log.error(
        "rest operation failed",
        route=match.route if match else "",
        method=request.method,
        exc_info=error,
    )
    return unexpected().response(request_id=request.request_id)
