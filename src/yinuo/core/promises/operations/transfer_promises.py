"""Transfer what is owed to a subject to another owner."""

from __future__ import annotations

from uuid import UUID

from yinuo.core.promises.models import Promise
from yinuo.platform.jobs.public import require_transaction


def transfer_promises(*, subject: str, owner_id: UUID | None, path: str) -> None:
    """Give every unsettled promise on ``subject`` to ``owner_id``; the caller's entry is the evidence."""
    require_transaction("promise.transferred")
    Promise.objects.filter(subject=subject, settled_at__isnull=True).update(owner_id=owner_id, path=path)
