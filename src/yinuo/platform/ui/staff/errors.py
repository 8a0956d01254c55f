"""When something goes wrong: what happened and what to do, in the look of the house, without a query."""

from __future__ import annotations

from dataclasses import dataclass

from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.utils.translation import gettext_lazy as _

from yinuo.platform.ui.context import Shell
from yinuo.platform.ui.navigation import Text


@dataclass(frozen=True, kw_only=True)
class Problem:
    """What a person reads: what happened, and what they can do."""

    title: Text
    text: Text


PROBLEMS: dict[int, Problem] = {
    400: Problem(
        title=_("This request could not be read"),
        text=_("Something in the address or the form is not as it should be. Go back and try once more."),
    ),
    403: Problem(
        title=_("This page is not open to you"),
        text=_(
            "Your roles do not include it. If your work needs it, ask your supervisor or an administrator."
        ),
    ),
    404: Problem(
        title=_("There is nothing at this address"),
        text=_("The page may have moved, or it belongs to a part of the organisation that you do not see."),
    ),
    405: Problem(
        title=_("This address does not take that"),
        text=_("Go back to the page and use its buttons."),
    ),
    429: Problem(
        title=_("Too many requests"),
        text=_("Wait a minute, then try again. Nothing was lost."),
    ),
    500: Problem(
        title=_("Something went wrong on our side"),
        text=_(
            "It has been recorded. Nothing was half-saved: try again, and tell an administrator if it stays."
        ),
    ),
    503: Problem(
        title=_("Customers' data are closed for the moment"),
        text=_(
            "The holder of the keys does not answer, so nothing sealed can be read or written. Nothing was half-saved:"
            " try again in a minute, and tell an administrator if it stays."
        ),
    ),
}
FORM_EXPIRED = Problem(
    title=_("This form has expired"),
    text=_(
        "For your safety a form is good for one session only. Go back, reload the page and send it again."
    ),
)


def problem_page(request: HttpRequest, *, status: int, problem: Problem | None = None) -> HttpResponse:
    """The page that explains ``status``."""
    # Rendered without the request: what failed may be the session or the database itself.
    page = render_to_string(
        "ui/problem.html",
        {"problem": problem or PROBLEMS[status], "status": status, "shell": Shell(request)},
    )
    return HttpResponse(page, status=status)


def bad_request(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # as Django calls it
    """Django's handler for what cannot be read."""
    return problem_page(request, status=400)


def permission_denied(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # as Django calls it
    """Django's handler for what is not allowed."""
    return problem_page(request, status=403)


def not_found(request: HttpRequest, exception: Exception) -> HttpResponse:  # noqa: ARG001  # as Django calls it
    """Django's handler for what does not exist, or not for this person."""
    return problem_page(request, status=404)


def server_error(request: HttpRequest) -> HttpResponse:
    """Django's handler for our own faults."""
    return problem_page(request, status=500)


def csrf_failure(request: HttpRequest, reason: str = "") -> HttpResponse:  # noqa: ARG001  # as Django calls it
    """Django's handler for a form without its token: most often a page left open over a sign-out."""
    return problem_page(request, status=403, problem=FORM_EXPIRED)
