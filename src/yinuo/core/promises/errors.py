"""Errors that several operations of this room share."""

from __future__ import annotations

from yinuo.kernel.errors import DomainError


class CannotReadTerms(DomainError):
    """A policy says something that nobody could keep; ``field`` is the one that says it."""

    code = "policy.cannot_read_terms"

    def __init__(self, name: str, text: str) -> None:
        super().__init__(f"{name}: {text}", field=name)


class PromiseNotFound(DomainError):
    """There is no such promise, or it is owed in a part of the institution that the actor does not see."""

    code = "promise.not_found"


class PolicyNotFound(DomainError):
    """There is no such policy, or no such version of it."""

    code = "policy.not_found"
