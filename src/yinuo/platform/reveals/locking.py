"""Count one person's reveals one after another, so that two at once do not both pass the limit."""

from __future__ import annotations

from uuid import UUID

from django.db import connection

_SPACE = 0x79_69_6E_10


def hold_person(staff_id: UUID) -> None:
    """Keep other reveals of the same person waiting until the transaction ends."""
    with connection.cursor() as cursor:
        cursor.execute(
            "SELECT pg_advisory_xact_lock(%s, %s)", [_SPACE, int.from_bytes(staff_id.bytes[-4:], signed=True)]
        )
