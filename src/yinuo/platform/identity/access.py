"""Every page says who may open it; a page that says nothing opens for nobody."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, TypeVar

from django.http import HttpRequest
from django_htmx.middleware import HtmxDetails

from yinuo.platform.identity.actor import Actor
from yinuo.platform.identity.roles import EVERY_ROLE, Role

View = TypeVar("View", bound=Callable[..., Any])


class PageRequest(HttpRequest):
    """A request to any page: the moment at which it arrived (aware, UTC), and who asks if that is known."""

    now: datetime
    htmx: HtmxDetails
    actor: Actor | None


class StaffRequest(PageRequest):
    """A request of a member of staff who has signed in with a second factor."""

    actor: Actor


@dataclass(frozen=True, kw_only=True)
class Access:
    """
    Who may call a route, and how.

    Attributes:
        roles: a member of staff needs one of them; None means that nobody needs to sign in.
        methods: the HTTP methods that the route answers; HEAD goes with GET.
        personal: the answer may hold personal data, so it is never stored by browsers or proxies.
        any_session: a signed-in person may come before the second factor is set up.
        token: the route is of the REST interface and takes a bearer token instead of a session.
        recent: password, second factor or passkey must have been shown within the last minutes.
    """

    roles: frozenset[Role] | None
    methods: frozenset[str]
    personal: bool = True
    any_session: bool = False
    token: bool = False
    recent: bool = False

    def allows(self, actor: Actor) -> bool:
        return self.roles is None or actor.has(*self.roles)

    @property
    def answers(self) -> frozenset[str]:
        """The methods that are answered, HEAD with GET."""
        return self.methods | {"HEAD"} if "GET" in self.methods else self.methods


def staff_page(
    *roles: Role, methods: tuple[str, ...] = ("GET",), recent: bool = False
) -> Callable[[View], View]:
    """Open a page to staff with one of ``roles``, without any to all; ``recent`` asks who is there once more."""
    return declare(Access(roles=frozenset(roles) or EVERY_ROLE, methods=frozenset(methods), recent=recent))


def public_page(*, methods: tuple[str, ...] = ("GET",), personal: bool = True) -> Callable[[View], View]:
    """Open a page to everybody."""
    return declare(Access(roles=None, methods=frozenset(methods), personal=personal))


def declare(access: Access) -> Callable[[View], View]:
    """Attach ``access`` to a view."""

    def attach(view: View) -> View:
        view.access = access  # type: ignore[attr-defined]
        return view

    return attach
