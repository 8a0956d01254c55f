"""When a disk is full: what could not be kept is refused in a sentence, and nothing half is left."""

from __future__ import annotations

import errno
from collections.abc import Iterator
from contextlib import contextmanager

from django.db import OperationalError
from django.utils.translation import gettext as _
from psycopg.errors import DiskFull

from yinuo.kernel.errors import DomainError

_FULL = {errno.ENOSPC, errno.EDQUOT}


@contextmanager
def refusing_when_full(refusal: type[DomainError]) -> Iterator[None]:
    """
    Turn the errors of a full disk, ours or the database's, into a refusal.

    Raises:
        refusal: there is no room.
    """
    try:
        yield
    except OSError as error:
        if error.errno not in _FULL:
            raise
        raise no_room(refusal) from None
    except OperationalError as error:
        if not isinstance(error.__cause__, DiskFull):
            raise
        raise no_room(refusal) from None


def no_room(refusal: type[DomainError]) -> DomainError:
    """The refusal itself."""
    return refusal(
        _(
            "The server has no room left for this file; nothing was kept. Tell your administrator, then send it again."
        )
    )
