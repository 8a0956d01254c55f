"""JSON on its way in and out: what is accepted can be stored, and has one canonical form."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any, NoReturn

from django.http import HttpRequest
from django.utils.translation import gettext as _
from ninja.parser import Parser
from ninja.renderers import JSONRenderer

from yinuo.platform.rest.problems import Problem
from yinuo.platform.rest.validation import refuse_nul

LARGEST_BODY = 2**20


def read_body(request: HttpRequest) -> bytes:
    """
    Read and check a JSON body; it stays on the request for the operation.

    Returns:
        its canonical form: sorted keys, no blanks.

    Raises:
        Problem: 411 without its length, 413 too large, 415 not JSON by its type, 400 not JSON by its content,
            422 with U+0000 in it.
    """
    if "Transfer-Encoding" in request.headers and not request.META.get("CONTENT_LENGTH"):
        # A body that says nothing of its length would be read as none.
        raise Problem(411, "rest.length_needed", _("Send the body whole, with its Content-Length."))
    length = int(request.META.get("CONTENT_LENGTH") or 0)
    if length > LARGEST_BODY:
        raise Problem(413, "rest.body_too_large", _("Send at most 1 MB of JSON in one request."))
    if not length:
        return b""
    if request.content_type != "application/json":
        raise Problem(415, "rest.not_json_type", _("Send the body as application/json."))
    try:
        text = request.body.decode("utf-8")
        value = json.loads(text, parse_constant=_refuse_constant, object_pairs_hook=_distinct)
        canonical = json.dumps(value, sort_keys=True, separators=(",", ":"), ensure_ascii=False).encode()
    except (ValueError, RecursionError):
        raise _unreadable() from None
    if b"\\u0000" in canonical:  # or an escaped backslash with these letters behind it
        refuse_nul(value, within="body")
    request.parsed_body = value  # type: ignore[attr-defined]
    return canonical


class ParsedBody(Parser):
    """Gives operations the body that ``read_body`` has read."""

    def parse_body(self, request: HttpRequest) -> Any:
        return request.parsed_body  # type: ignore[attr-defined]


class Utf8Renderer(JSONRenderer):
    """Writes Chinese as Chinese."""

    json_dumps_params: Mapping[str, Any] = {"ensure_ascii": False}


def _distinct(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """Two members of one name mean different things to different readers."""
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError
    return members


def _refuse_constant(_constant: str) -> NoReturn:
    raise ValueError


def _unreadable() -> Problem:
    return Problem(
        400, "rest.unreadable_body", _("The body is not valid JSON in UTF-8; check it with a JSON tool.")
    )
