"""Tell a member of staff something: the bell rings once the write commits."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from uuid import UUID

from yinuo.platform.notices.operations.tell_many import Told, tell_many


def tell(*, recipient_id: UUID, kind: str, facts: Mapping[str, str | int], now: datetime) -> None:
    """
    Leave a notice of a registered ``kind``; who stands in for the recipient hears of it, too.

    Args:
        facts: what its words need: codes and numbers, never personal data.

    Raises:
        NoTransaction: the notice would not be part of any business write.
    """
    tell_many(told=[Told(recipient_id=recipient_id, kind=kind, facts=facts)], now=now)
