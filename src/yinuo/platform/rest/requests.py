"""The request that an operation of the interface is given."""

from __future__ import annotations

from django.http import HttpRequest

from yinuo.platform.identity.public import Actor, PageRequest, TokenHolder

PREFIX = "/api/v1/"
_PAGES = frozenset({PREFIX, f"{PREFIX}openapi.json"})  # for people, though they stand among the operations


def is_call_of_program(request: HttpRequest) -> bool:
    """Whether a program calls an operation with a token, so that sessions and pages are none of its business."""
    path = request.path_info
    return path.startswith(PREFIX) and "HTTP_AUTHORIZATION" in request.META and path not in _PAGES


class ApiRequest(PageRequest):
    """
    A request with a valid token that holds the operation's scope.

    Attributes:
        actor: the integration, with its scopes and its part of the organisation.
        holder: the same with the token's end.
        request_id: told to the caller and written into the log.
        operation_name: unique within the interface, and the same in every version of its description.
        answer_headers: headers that the operation adds to its answer, such as Location.
    """

    actor: Actor
    holder: TokenHolder
    request_id: str
    operation_name: str
    answer_headers: dict[str, str]
