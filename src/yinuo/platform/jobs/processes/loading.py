"""What a further process of a piece of work begins with: it loads Django first, and only then what needs it."""

from __future__ import annotations

import os
from multiprocessing import parent_process
from threading import Thread


def load(database: str) -> None:
    """Load the rooms, and work on the database that the asking process works on, for as long as that lives."""
    Thread(target=_end_with_parent, daemon=True).start()
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database


def _end_with_parent() -> None:
    """Whoever kills the asking process has ended the work: nobody is left who waits for it."""
    parent = parent_process()
    if parent is not None:
        parent.join()
        os._exit(1)
