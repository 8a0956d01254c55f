"""What something asks of the database, without what a process reads anew only once in a while."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from django.db import connection
from django.test.utils import CaptureQueriesContext

from yinuo.platform.identity.public import institution_name
from yinuo.platform.vault.index_keys import forget_ring, index_ring


@contextmanager
def counted() -> Iterator[CaptureQueriesContext]:
    """
    Hear every query; which index keys there are and what the institution is called were read just before.

    Both are kept for seconds and then looked at again: a count across that moment would be one too high.
    """
    forget_ring()
    index_ring()
    institution_name.forget()
    institution_name()
    with CaptureQueriesContext(connection) as asked:
        yield asked
