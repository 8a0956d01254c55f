"""A refusal is a page: what others answer with a bare status gets words."""

from __future__ import annotations

from collections.abc import Callable

from django.http import HttpRequest, HttpResponse

from yinuo.platform.ui.staff.errors import problem_page

BARE = frozenset({405, 429})


def words_for_refusals(
    get_response: Callable[[HttpRequest], HttpResponse],
) -> Callable[[HttpRequest], HttpResponse]:
    """Explain an empty refusal to whoever reads pages; programs keep the bare status."""

    def middleware(request: HttpRequest) -> HttpResponse:
        response = get_response(request)
        bare = response.status_code in BARE and not response.streaming and not response.content
        if bare and "text/html" in request.headers.get("Accept", ""):
            page = problem_page(request, status=response.status_code)
            for name, value in response.items():
                if name not in {"Content-Type", "Content-Length"}:
                    page.headers[name] = value
            return page
        return response

    return middleware
