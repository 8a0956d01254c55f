"""Deny by default: no page answers before it is known who asks and whether they may."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, NoReturn

from django.conf import settings
from django.contrib import messages
from django.contrib.auth import REDIRECT_FIELD_NAME
from django.contrib.auth import logout as end_session
from django.core.exceptions import PermissionDenied
from django.http import HttpRequest, HttpResponse, HttpResponseNotAllowed
from django.http.response import HttpResponseBase
from django.shortcuts import redirect
from django.urls import reverse
from django.utils import timezone, translation
from django.utils.cache import add_never_cache_headers
from django.utils.http import urlencode
from django.utils.module_loading import import_string
from django.utils.translation import gettext as _
from django_htmx.http import HttpResponseClientRedirect

from yinuo.platform.identity.access import Access
from yinuo.platform.identity.queries.actors import actor_from
from yinuo.platform.identity.sign_in import recording, session
from yinuo.platform.identity.sign_in.session import Standing
from yinuo.platform.identity.unstorable import leave_out_nul
from yinuo.platform.identity.whole_forms import refuse_cut_off, remember_end


class AccessMiddleware:
    """Attach ``now`` and ``actor`` to every request; refuse what the route does not declare."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self.get_response = get_response
        # What other people's views (sign-in, static files) allow, by the name of their route.
        self.declared: dict[str, Access] = import_string(settings.ROUTE_ACCESS)

    def __call__(self, request: HttpRequest) -> HttpResponse:
        request.now = timezone.now()  # type: ignore[attr-defined]
        request.actor = None  # type: ignore[attr-defined]
        request.access = None  # type: ignore[attr-defined]
        remember_end(request)
        response = self.get_response(request)
        access: Access | None = request.access  # type: ignore[attr-defined]
        if access is None or access.personal:
            add_never_cache_headers(response)
        return response

    def process_view(
        self,
        request: Any,
        view: Any,
        args: object,  # noqa: ARG002
        kwargs: object,  # noqa: ARG002
    ) -> HttpResponseBase | None:
        access = request.access = access_of(request, view, self.declared)
        if access is None:
            return _deny(request)
        if request.method not in access.answers:
            return HttpResponseNotAllowed(sorted(access.answers))
        if access.token:
            return None
        leave_out_nul(request)  # reads the form, whose end can be looked at then
        refuse_cut_off(request)
        standing = session.standing(request, now=request.now)
        if standing is Standing.ENDED:
            standing = _end(request)
        if standing is not Standing.ANONYMOUS:
            _recognise(request, standing)
        return None if access.roles is None else _stop(request, access, standing)

    def process_exception(self, request: HttpRequest, exception: Exception) -> None:
        """Put denials that a view itself decided on record, like those above."""
        if isinstance(exception, PermissionDenied):
            _record_denial(request)


def access_of(request: HttpRequest, view: Any, declared: dict[str, Access]) -> Access | None:
    """What the route of this request allows: said by the view, or for other people's views by the table."""
    access: Access | None = getattr(view, "access", None)
    if access is None and request.resolver_match is not None:
        access = declared.get(request.resolver_match.view_name)
    return access


def _recognise(request: Any, standing: Standing) -> None:
    """Attach who asks, and how they like to see and read."""
    session.touch(request, now=request.now)
    if standing is Standing.FULL:
        request.actor = actor_from(request.user)
    request.theme = request.user.theme
    if request.user.language:
        translation.activate(request.user.language)
        request.LANGUAGE_CODE = translation.get_language()


def _stop(request: Any, access: Access, standing: Standing) -> HttpResponseBase | None:
    """Where a page for staff sends somebody who may not see it, or not yet; None lets them in."""
    if standing is Standing.ANONYMOUS:
        return _to_sign_in(request)
    if access.any_session:
        return None
    if standing is not Standing.FULL:
        due = "account_change_password" if standing is Standing.NEEDS_PASSWORD else "mfa_index"
        return _go(request, reverse(due))
    if not access.allows(request.actor):
        return _deny(request)
    if access.recent and not session.is_recent(request, now=request.now):
        return _to_sign_in(request, "account_reauthenticate")
    return None


def _end(request: HttpRequest) -> Standing:
    recording.record(request, action="sign_in.session_over", staff_id=request.user.pk)
    end_session(request)
    messages.info(request, _("You were signed out because the session was idle or too old. Sign in again."))
    return Standing.ANONYMOUS


def _deny(request: HttpRequest) -> NoReturn:
    _record_denial(request)
    raise PermissionDenied


def _record_denial(request: HttpRequest) -> None:
    match = request.resolver_match
    recording.record(
        request,
        action="access.denied",
        staff_id=request.user.pk if request.user.is_authenticated else None,
        route=match.view_name if match else "",
        method=request.method,
    )


def _to_sign_in(request: Any, page: str = settings.LOGIN_URL) -> HttpResponseBase:
    """Ask who is there, and come back to the page; a form that was sent has to be sent again."""
    if request.htmx:
        back = request.htmx.current_url_abs_path or ""
    elif request.method == "GET":
        back = request.get_full_path()
    else:
        back = request.path if "GET" in request.access.methods else ""
    query = f"?{urlencode({REDIRECT_FIELD_NAME: back})}" if back else ""
    return _go(request, reverse(page) + query)


def _go(request: Any, url: str) -> HttpResponseBase:
    return HttpResponseClientRedirect(url) if request.htmx else redirect(url)
