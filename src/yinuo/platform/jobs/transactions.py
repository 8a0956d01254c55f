"""One write: one transaction that either happens whole or not at all."""

from __future__ import annotations

from contextlib import AbstractContextManager

from django.db import connection
from django.db import transaction as django_transaction


class NoTransaction(RuntimeError):
    """Something that belongs to a business write was called outside of one."""


def transaction() -> AbstractContextManager[None]:
    """
    Open the transaction of one use case, or join the one that is already open.

    An operation called by another operation, or by a subscriber, is part of the caller's write.
    """
    return django_transaction.atomic()


def require_transaction(what: str) -> None:
    """
    Refuse to go on outside a transaction.

    Raises:
        NoTransaction: ``what`` would not be part of any business write.
    """
    if not connection.in_atomic_block:
        raise NoTransaction(what)
