"""What a process that seals customers begins with: it loads Django first, and only then anything that needs it."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from yinuo.core.customers.importing.bulk import BatchDone
    from yinuo.core.customers.importing.checking import Candidate
    from yinuo.platform.identity.public import Actor


def load(database: str) -> None:
    """Load the rooms, and work on the database that the asking process works on."""
    import django

    django.setup()
    from django.db import connection

    connection.settings_dict["NAME"] = database


def take(candidates: Sequence[Candidate], import_id: UUID, actor: Actor, now: datetime) -> BatchDone:
    """Take one batch over."""
    from yinuo.core.customers.importing.bulk import take_batch

    return take_batch(candidates=candidates, import_id=import_id, actor=actor, now=now)
