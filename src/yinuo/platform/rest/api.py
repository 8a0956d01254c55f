"""The interface as a whole: the rooms' routers under one roof, with one way of refusing."""

from __future__ import annotations

import re
from collections.abc import Callable, Sequence
from typing import Any, cast

from django.http import Http404, HttpResponse
from django.urls import URLPattern, path, re_path
from django.utils.translation import gettext as _
from ninja import NinjaAPI
from ninja.errors import HttpError, ValidationErrorContext

from yinuo.kernel.errors import DomainError
from yinuo.platform.rest.bodies import ParsedBody, Utf8Renderer
from yinuo.platform.rest.description import complete
from yinuo.platform.rest.portal.description import description_page, openapi_page
from yinuo.platform.rest.problems import Problem, not_found
from yinuo.platform.rest.router import Operation, Router
from yinuo.platform.rest.routes import Route, tell_fault
from yinuo.platform.rest.validation import problem_of
from yinuo.platform.vault.public import CannotUseKeys

# A refusal whose status the operation does not declare: the request was understood, the state is against it.
CONFLICT = 409
CLOSED_FOR = 60  # seconds after which it is worth asking a holder of keys again


class Api(NinjaAPI):
    """All operations, mounted from the rooms' routers."""

    def __init__(self, *, title: str, version: str, description: str, prefix: str) -> None:
        """``prefix``: where the interface lives, such as ``/api/v1/``."""
        super().__init__(
            title=title,
            version=version,
            description=description,
            urls_namespace="api",
            openapi_url=None,
            docs_url=None,
            parser=ParsedBody(),
            renderer=Utf8Renderer(),
        )
        self.prefix = prefix
        self.operations: list[Operation] = []
        self.add_exception_handler(Problem, _on_problem)
        self.add_exception_handler(DomainError, _on_refusal)
        self.add_exception_handler(CannotUseKeys, _on_closed_vault)
        self.add_exception_handler(Http404, _on_missing)
        self.add_exception_handler(HttpError, _on_fault)
        self.add_exception_handler(Exception, _on_fault)

    def mount(self, router: Router) -> None:
        """Add a room's operations; their names are unique within the interface."""
        known = {operation.name for operation in self.operations}
        for operation in router.operations:
            if operation.name in known:
                raise ValueError(f"Two operations are called {operation.name}; give one another name.")
        self.operations += router.operations
        self.add_router("", router.inner)

    def url_patterns(self) -> list[URLPattern]:
        """The addresses, each behind its ``Route``; what no router declares does not exist."""
        by_name = {operation.name: operation for operation in self.operations}
        operations: dict[str, dict[str, Operation]] = {}
        views: dict[str, Callable[..., HttpResponse]] = {}
        for inner in self.urls[0]:
            # Ninja's own page at the root is none of ours: it has no operation.
            if isinstance(inner, URLPattern) and inner.name in by_name:
                route, operation = str(inner.pattern), by_name[inner.name]
                operations.setdefault(route, {})[operation.method] = operation
                views[route] = cast(Callable[..., HttpResponse], inner.callback)
        patterns = []
        for route, by_method in operations.items():
            name = _address_name(route)
            patterns.append(path(route, Route(name=name, view=views[route], operations=by_method), name=name))
        patterns.append(path("", description_page(self.describe, prefix=self.prefix), name="description"))
        patterns.append(path("openapi.json", openapi_page(self.describe), name="openapi"))
        nowhere = Route(name="unknown_address", view=_nothing, operations={})
        return [*patterns, re_path(r"^", nowhere, name="unknown_address")]  # a line break in it, too

    def describe(self) -> dict[str, Any]:
        """The OpenAPI 3.1 description in the language of the request."""
        schema = self.get_openapi_schema(path_prefix=self.prefix)
        complete(schema, self.operations, prefix=self.prefix)
        return schema

    def validation_error_from_error_contexts(  # type: ignore[override]
        self, error_contexts: Sequence[ValidationErrorContext[Any]]
    ) -> Problem:
        return problem_of(error_contexts)


def _address_name(route: str) -> str:
    """How logs and figures speak of an address: ``cases/<uuid:case_id>/notes`` is ``cases_case_id_notes``."""
    return re.sub(r"\W+", "_", re.sub(r"<\w+:", "<", route)).strip("_")


def _nothing(_request: Any) -> HttpResponse:
    raise not_found()


def _on_problem(request: Any, problem: Any) -> HttpResponse:
    return cast(Problem, problem).response(request_id=request.request_id)


def _on_refusal(request: Any, error: Any) -> HttpResponse:
    refuses = request.operation.refuses
    status = next((refuses[kind] for kind in type(error).__mro__ if kind in refuses), CONFLICT)
    return Problem(status, error.code, str(error), settled=True).response(request_id=request.request_id)


def _on_closed_vault(request: Any, error: Any) -> HttpResponse:
    # What is wrong with the keys is for administrators; nothing is settled, so that the same key may come again.
    told = _("Customers' data are closed for the moment; nothing was stored. Send it again in a minute.")
    problem = Problem(503, error.code, told, headers={"Retry-After": str(CLOSED_FOR)})
    return problem.response(request_id=request.request_id)


def _on_missing(request: Any, _error: Any) -> HttpResponse:
    return not_found().response(request_id=request.request_id)


def _on_fault(request: Any, error: Any) -> HttpResponse:
    return tell_fault(request, error)
