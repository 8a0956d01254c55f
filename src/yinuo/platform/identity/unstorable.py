"""U+0000 in what a browser sends: nobody types it, and no text of the database can hold it."""

from __future__ import annotations

from django.core.exceptions import SuspiciousOperation
from django.http import HttpRequest, QueryDict

NUL = "\x00"


def leave_out_nul(request: HttpRequest) -> None:
    """
    Leave it out of everything that was filled in, so that a form is judged as its writer sees it and loses nothing.
    Passwords stay as they came: a changed one would be another, and their forms refuse it in words.

    Raises:
        SuspiciousOperation: the path holds it; no address of ours does.
    """
    if NUL in request.path_info:
        raise SuspiciousOperation
    # The stubs take both for fixed; Django itself sets them in this way.
    if _holds_nul(request.GET):
        request.GET = _without(request.GET)  # type: ignore[assignment]
    if _holds_nul(request.POST):
        request.POST = _without(request.POST)  # type: ignore[assignment]


def _holds_nul(sent: QueryDict) -> bool:
    return any(NUL in name or any(NUL in value for value in values) for name, values in sent.lists())


def _without(sent: QueryDict) -> QueryDict:
    kept = QueryDict(mutable=True, encoding=sent.encoding)
    for name, values in sent.lists():
        is_secret = "password" in name
        for value in values:
            kept.appendlist(name.replace(NUL, ""), value if is_secret else value.replace(NUL, ""))
    kept._mutable = False
    return kept
