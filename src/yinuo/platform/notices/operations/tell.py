"""Tell a member of staff something: the bell rings once the write commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from yinuo.platform.jobs.public import require_transaction
from yinuo.platform.live.public import announce
from yinuo.platform.notices.models import Notice


def tell(*, recipient_id: UUID, kind: str, facts: Mapping[str, str | int], now: datetime) -> None:
    """
    Leave a notice of a registered ``kind``.

    Args:
        facts: what its words need: codes and numbers, never personal data.

    Raises:
        NoTransaction: the notice would not be part of any business write.
    """
    require_transaction(f"notice {kind}")
    Notice.objects.create(recipient_id=recipient_id, kind=kind, facts=dict(facts), at=now)
    announce("notices", reach="/", person=recipient_id)
