"""What every command that changes the house needs: Django, a running database, and the tables of this release."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from yinuo.kernel.errors import DomainError


class CannotWork(DomainError):
    """The database is not ready for this release."""

    code = "cli.cannot_work"


@contextmanager
def at_work() -> Iterator[None]:
    """
    The house ready for one command, in English.

    Raises:
        CannotWork: the database lacks tables.
    """
    from yinuo.site.cli.preparation import pending_changes, running_database
    from yinuo.site.cli.processes import load_django

    config = load_django("command")
    from django.utils import translation

    with running_database(config), translation.override("en"):
        if pending_changes():
            raise CannotWork("The database lacks tables of this release; run: yinuo migrate")
        yield
