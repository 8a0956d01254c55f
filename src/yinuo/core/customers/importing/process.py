"""What each process that seals customers does; nothing here needs a loaded Django to be imported."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import datetime
from typing import TYPE_CHECKING
from uuid import UUID

if TYPE_CHECKING:
    from yinuo.core.customers.importing.bulk import BatchDone
    from yinuo.core.customers.importing.reading import Line
    from yinuo.platform.identity.public import Actor


def take(
    lines: Sequence[Line], paths: Mapping[str, str], path: str, import_id: UUID, actor: Actor, now: datetime
) -> BatchDone:
    """Check the rows of one batch, and take over those that can be."""
    from yinuo.core.customers.importing.bulk import take_batch
    from yinuo.core.customers.importing.checking import Candidate, check_line

    decided = (check_line(line, paths=paths, path=path) for line in lines)
    good = [candidate for candidate in decided if isinstance(candidate, Candidate)]
    return take_batch(candidates=good, import_id=import_id, actor=actor, now=now)
