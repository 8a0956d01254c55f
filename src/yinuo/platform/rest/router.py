"""How a room declares its operations: each with the scope that it needs and the refusals that it knows."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

import ninja

from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import known_scopes

View = TypeVar("View", bound=Callable[..., Any])
Refusals = Mapping[type[DomainError], int]
# For operations that every valid token may call.
ANY_TOKEN = "any"  # noqa: S105


@dataclass(frozen=True, kw_only=True)
class Operation:
    """
    One operation of the interface.

    Attributes:
        scope: what the token needs, or ``ANY_TOKEN``.
        refuses: errors of the domain that it may answer with, and their status.
    """

    method: str
    path: str
    name: str
    scope: str
    refuses: Refusals = field(default_factory=dict)

    @property
    def writes(self) -> bool:
        return self.method != "GET"


class Router:
    """The operations of one room; ``site/api.py`` mounts it."""

    def __init__(self, *, tag: str) -> None:
        """``tag``: the heading under which the description lists the operations."""
        self.inner = ninja.Router(tags=[tag])
        self.operations: list[Operation] = []

    def get(
        self, path: str, *, scope: str, answer: Any, refuses: Refusals | None = None
    ) -> Callable[[View], View]:
        """Declare a read: ``/cases/{uuid:case_id}`` with the model of its answer."""
        return self._declare("GET", path, scope=scope, answer=answer, status=200, refuses=refuses)

    def post(
        self, path: str, *, scope: str, answer: Any, status: int = 201, refuses: Refusals | None = None
    ) -> Callable[[View], View]:
        """Declare a write that makes or does something; ``answer=None`` with status 204 for no content."""
        return self._declare("POST", path, scope=scope, answer=answer, status=status, refuses=refuses)

    def patch(
        self, path: str, *, scope: str, answer: Any, status: int = 200, refuses: Refusals | None = None
    ) -> Callable[[View], View]:
        """Declare a write that changes the named parts."""
        return self._declare("PATCH", path, scope=scope, answer=answer, status=status, refuses=refuses)

    def put(
        self, path: str, *, scope: str, answer: Any, status: int = 200, refuses: Refusals | None = None
    ) -> Callable[[View], View]:
        """Declare a write that replaces the whole."""
        return self._declare("PUT", path, scope=scope, answer=answer, status=status, refuses=refuses)

    def delete(
        self, path: str, *, scope: str, answer: Any = None, status: int = 204, refuses: Refusals | None = None
    ) -> Callable[[View], View]:
        """Declare a write that takes something away."""
        return self._declare("DELETE", path, scope=scope, answer=answer, status=status, refuses=refuses)

    def _declare(
        self, method: str, path: str, *, scope: str, answer: Any, status: int, refuses: Refusals | None
    ) -> Callable[[View], View]:
        if scope != ANY_TOKEN and scope not in {known.code for known in known_scopes()}:
            raise ValueError(f"{method} {path} needs the scope {scope}, which no room has registered.")

        def declare(view: View) -> View:
            operation = Operation(
                method=method, path=path, name=view.__name__, scope=scope, refuses=refuses or {}
            )
            self.operations.append(operation)
            self.inner.api_operation(
                [method],
                path,
                response={status: answer},
                operation_id=operation.name,
                summary=_summary(view),
                description=_description(view),
                url_name=operation.name,
            )(view)
            return view

        return declare


def _summary(view: Callable[..., Any]) -> str:
    """The first sentence of the docstring, which every operation has."""
    if not view.__doc__:
        raise ValueError(f"{view.__name__} needs a docstring: it is the operation's description.")
    return view.__doc__.strip().splitlines()[0]


def _description(view: Callable[..., Any]) -> str | None:
    rest = (view.__doc__ or "").strip().splitlines()[1:]
    return "\n".join(line.strip() for line in rest).strip() or None
