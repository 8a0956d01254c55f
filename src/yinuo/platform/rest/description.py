"""The OpenAPI description: ninja's, completed with tokens, scopes, refusals and idempotency."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from yinuo.platform.identity.public import known_scopes
from yinuo.platform.rest.idempotency import HEADER, REPLAYED
from yinuo.platform.rest.problems import MEDIA_TYPE
from yinuo.platform.rest.router import ANY_TOKEN, Operation

_TEXT = {"type": "string"}
_MISFIT = {
    "type": "object",
    "required": ["in", "pointer", "code", "detail"],
    "properties": {
        "in": {"enum": ["body", "query", "path", "header"]},
        "pointer": {**_TEXT, "description": "JSON pointer to the value; empty for the whole."},
        "code": {**_TEXT, "description": "What is wrong; stable."},
        "detail": {**_TEXT, "description": "The same in words."},
    },
}
_PROBLEM = {
    "type": "object",
    "description": "Problem details (RFC 9457). They never repeat what was sent.",
    "required": ["type", "title", "status", "detail", "code", "request_id"],
    "properties": {
        "type": {**_TEXT, "format": "uri"},
        "title": _TEXT,
        "status": {"type": "integer"},
        "detail": {
            **_TEXT,
            "description": "One sentence, in the language of Accept-Language, that says what to do.",
        },
        "code": {**_TEXT, "description": "Stable, for programs; never translated."},
        "request_id": _TEXT,
        "errors": {"type": "array", "items": _MISFIT},
    },
}
_REFUSALS = {
    400: "The request cannot be read.",
    401: "No valid token.",
    403: "The token lacks the scope.",
    404: "Nothing here, or nothing that the token may see.",
    405: "The address does not answer this method.",
    409: "The present state does not allow this, or the idempotency key is taken.",
    411: "The body came without Content-Length.",
    413: "The body is larger than 1 MB.",
    415: "The body is not application/json.",
    422: "Values do not fit; `errors` lists them.",
    429: "Too many requests; Retry-After says how long to wait.",
    500: "A fault of ours; `request_id` finds it in the log.",
    503: "Not possible at the moment; try again later.",
}
_RATE_HEADERS = {
    "RateLimit-Policy": {"description": 'The allowance, such as `"token";q=1200;w=60`.', "schema": _TEXT},
    "RateLimit": {"description": "What is left of it, and when it changes.", "schema": _TEXT},
}
_RETRY_AFTER = {"description": "Seconds to wait.", "schema": {"type": "integer"}}
_REQUEST_ID = {"description": "Names this request in our log.", "schema": _TEXT}
_KEY = {
    "in": "header",
    "name": HEADER,
    "required": False,
    "description": (
        "Makes sending again safe: the same key with the same request gives the same answer and no second "
        "effect, for 24 hours; with another request it is refused. A UUID serves well."
    ),
    "schema": {**_TEXT, "minLength": 1, "maxLength": 255, "pattern": "^[!#-~]+$"},
}


def complete(schema: dict[str, Any], operations: Iterable[Operation], *, prefix: str) -> None:
    """Add to ninja's description what it does not know; it is changed in place."""
    components = schema["components"]
    components["schemas"]["Problem"] = _PROBLEM
    components["responses"] = {f"Problem{status}": _refusal(status) for status in _REFUSALS}
    components["headers"] = {**_RATE_HEADERS, "X-Request-ID": _REQUEST_ID}
    components["securitySchemes"] = {
        "token": {
            "type": "http",
            "scheme": "bearer",
            "description": "A token that an administrator gave out. Scopes: "
            + "; ".join(f"`{scope.code}`: {scope.label}" for scope in known_scopes()),
        }
    }
    for operation in operations:
        _complete_operation(schema["paths"][_address(prefix, operation)][operation.method.lower()], operation)


def _complete_operation(described: dict[str, Any], operation: Operation) -> None:
    described["security"] = [{"token": [] if operation.scope == ANY_TOKEN else [operation.scope]}]
    if described.get("description") == described["summary"]:
        del described["description"]
    described["x-scope"] = operation.scope
    described["x-refusals"] = [
        {"code": kind.code, "status": status} for kind, status in operation.refuses.items()
    ]
    for response in described["responses"].values():
        headers = {
            name: {"$ref": f"#/components/headers/{name}"} for name in (*_RATE_HEADERS, "X-Request-ID")
        }
        response["headers"] = headers
        if operation.writes:
            response["headers"][REPLAYED] = {"description": "This answer was given before.", "schema": _TEXT}
    if operation.writes:
        described.setdefault("parameters", []).append(_KEY)
    for status in _refusals_of(described, operation):
        described["responses"][status] = {"$ref": f"#/components/responses/Problem{status}"}


def _refusals_of(described: dict[str, Any], operation: Operation) -> list[int]:
    statuses = {400, 401, 403, 404, 429, 500, *operation.refuses.values()}
    if described.get("parameters"):
        statuses.add(422)
    if operation.writes:
        statuses |= {409, 411, 413, 415, 422}
    return sorted(statuses)


def _refusal(status: int) -> dict[str, Any]:
    headers: dict[str, Any] = {"X-Request-ID": {"$ref": "#/components/headers/X-Request-ID"}}
    if status in {409, 429}:
        headers["Retry-After"] = _RETRY_AFTER
    if status in {401, 403}:
        headers["WWW-Authenticate"] = {"schema": _TEXT}
    return {
        "description": _REFUSALS[status],
        "headers": headers,
        "content": {MEDIA_TYPE: {"schema": {"$ref": "#/components/schemas/Problem"}}},
    }


def _address(prefix: str, operation: Operation) -> str:
    """The path as the description writes it: without the converters of the URL table."""
    parts = [
        "{" + part[1:-1].rpartition(":")[2] + "}" if part.startswith("{") else part
        for part in operation.path.split("/")
    ]
    return prefix.rstrip("/") + "/".join(parts)
