"""What a further process of a piece of work begins with: it loads Django first, and only then what needs it."""

from __future__ import annotations


def load(database: str) -> None:
    """Load the rooms, and work on the database that the asking process works on."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database
