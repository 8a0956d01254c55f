"""Refusals as RFC 9457 problem details: the same form for everything that goes wrong."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

from django.http import HttpResponse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

MEDIA_TYPE = "application/problem+json"

TITLES = {
    400: gettext_lazy("The request cannot be read"),
    401: gettext_lazy("A token is needed"),
    403: gettext_lazy("The token does not allow this"),
    404: gettext_lazy("Not found"),
    405: gettext_lazy("This address does not answer this method"),
    409: gettext_lazy("The present state does not allow this"),
    411: gettext_lazy("The length of the body is needed"),
    413: gettext_lazy("The body is too large"),
    415: gettext_lazy("The body has another type than expected"),
    422: gettext_lazy("The values do not fit"),
    429: gettext_lazy("Too many requests"),
    500: gettext_lazy("Something went wrong here"),
    503: gettext_lazy("Not possible at the moment"),
}


@dataclass(frozen=True, kw_only=True)
class Misfit:
    """
    One value that does not fit.

    Attributes:
        within: where it stands: body, query, path or header.
        pointer: the JSON pointer to it.
        code: what is wrong, stable; detail says it in words and never repeats the value.
    """

    within: str
    pointer: str
    code: str
    detail: str


@dataclass(eq=False)
class Problem(Exception):
    """
    Refuse a request; raised anywhere below a route.

    Attributes:
        code: stable and never translated, such as ``rest.unknown_cursor``.
        detail: one sentence, fit to show, that says what to do; never values of the request.
        settled: the operation ran and refused, so that the refusal is the answer to its idempotency key.
    """

    status: int
    code: str
    detail: str
    headers: Mapping[str, str] = field(default_factory=dict)
    errors: Sequence[Misfit] = ()
    settled: bool = False

    def response(self, *, request_id: str) -> ProblemResponse:
        """The answer that tells the caller."""
        content: dict[str, object] = {
            "type": f"urn:yinuo:problem:{self.code}",
            "title": str(TITLES[self.status]),
            "status": self.status,
            "detail": self.detail,
            "code": self.code,
            "request_id": request_id,
        }
        if self.errors:
            content["errors"] = [
                {"in": one.within, "pointer": one.pointer, "code": one.code, "detail": one.detail}
                for one in self.errors
            ]
        response = ProblemResponse(
            json.dumps(content, ensure_ascii=False), status=self.status, content_type=MEDIA_TYPE
        )
        response.settled = self.settled
        for name, value in self.headers.items():
            response.headers[name] = value
        return response


class ProblemResponse(HttpResponse):
    """A problem on its way out."""

    settled = False


def not_found() -> Problem:
    """Nothing is here, or nothing that the caller may see: the two look alike."""
    return Problem(404, "rest.not_found", _("There is nothing at this address that this token may see."))


def unexpected() -> Problem:
    """A fault of ours; the log knows more under the request's id."""
    return Problem(
        500, "rest.unexpected", _("Something went wrong here. Name the request's id when you report it.")
    )
