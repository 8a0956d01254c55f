"""One write: one transaction that either happens whole or not at all."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from contextvars import ContextVar

from django.db import connection
from django.db import transaction as django_transaction

from yinuo.platform.jobs.calls import gathering


class NoTransaction(RuntimeError):
    """Something that belongs to a business write was called outside of one."""


class SendingAhead(RuntimeError):
    """Something that has to know where it stands was called while writes were sent ahead."""


# What waits for the end of a part that sends ahead; None outside of one.
_jobs: ContextVar[list[Callable[[], None]] | None] = ContextVar("jobs_after_sending", default=None)
_is_open: ContextVar[bool] = ContextVar("transaction_is_open", default=False)


@contextmanager
def transaction() -> Iterator[None]:
    """
    Open the transaction of one use case, or join the one that is already open.

    An operation called by another operation, or by a subscriber, is part of the caller's write: what it refuses
    ends the whole write. A caller that wants to go on after a refusal says so with ``attempt``.
    """
    if _is_open.get():
        with django_transaction.atomic(savepoint=False):
            yield
        return
    mark = _is_open.set(True)
    try:
        with django_transaction.atomic():
            yield
    finally:
        _is_open.reset(mark)


@contextmanager
def attempt() -> Iterator[None]:
    """
    A part of an open transaction that may be refused, and leaves nothing then, while the rest goes on.

    Raises:
        SendingAhead: what was sent ahead and gathered before would be refused with it.
    """
    if _jobs.get() is not None:
        raise SendingAhead
    with django_transaction.atomic():
        yield


@contextmanager
def sending_ahead() -> Iterator[None]:
    """
    A part of an open transaction whose writes go to the database without waiting for each other.

    Only what reads an answer waits, for all that was sent before it; what the database refuses is raised there, or
    at the end of the part. Calls are gathered (``calls``), and jobs are deferred at its end.
    """
    require_transaction("sending ahead")
    if _jobs.get() is not None:
        yield
        return
    jobs: list[Callable[[], None]] = []
    mark = _jobs.set(jobs)
    try:
        with connection.wrap_database_errors, connection.connection.pipeline(), gathering():
            yield
    finally:
        _jobs.reset(mark)
    for defer in jobs:
        defer()


def after_sending(defer: Callable[[], None]) -> None:
    """Do what reads its answers in a way of its own once nothing is sent ahead any more; at once where nothing is."""
    jobs = _jobs.get()
    if jobs is None:
        defer()
    else:
        jobs.append(defer)


def require_transaction(what: str) -> None:
    """
    Refuse to go on outside a transaction.

    Raises:
        NoTransaction: ``what`` would not be part of any business write.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(what)
