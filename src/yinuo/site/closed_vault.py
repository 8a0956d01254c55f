"""When the holder of the keys does not answer: a page that says so, and that it is worth coming back."""

from __future__ import annotations

from collections.abc import Callable

import structlog
from django.http import HttpRequest, HttpResponse

from yinuo.platform.rest.public import CLOSED_FOR
from yinuo.platform.ui.public import problem_page
from yinuo.platform.vault.public import CannotUseKeys

_log = structlog.get_logger("yinuo.vault")


class ClosedVault:
    """Answers 503 where a page needed a key; whatever it had begun to write is gone with its transaction."""

    def __init__(self, get_response: Callable[[HttpRequest], HttpResponse]) -> None:
        self._get_response = get_response

    def __call__(self, request: HttpRequest) -> HttpResponse:
        return self._get_response(request)

    def process_exception(self, request: HttpRequest, exception: Exception) -> HttpResponse | None:
        """The page; None for every other fault."""
        if not isinstance(exception, CannotUseKeys):
            return None
        _log.error("customers' data are closed", error=exception.code)  # yinuo doctor says what is wrong
        answer = problem_page(request, status=503)
        answer.headers["Retry-After"] = str(CLOSED_FOR)
        return answer
