"""Reads about policies that were applied again."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.core.promises.models import Reapplication

SHOWN = 20


@dataclass(frozen=True, kw_only=True)
class ReapplicationRow:
    """
    One re-application, as a page shows it.

    Attributes:
        version: by which promises were measured; None where an earlier one was undone.
    """

    id: UUID
    version: int | None
    reason: str
    looked_at: int
    changed: int
    broken: int
    started_at: datetime
    finished_at: datetime | None
    is_undone: bool

    @property
    def can_be_undone(self) -> bool:
        """Whether it is finished, changed something, and nobody has undone it."""
        return self.finished_at is not None and self.changed > 0 and not self.is_undone


def reapplications(*, policy: str) -> list[ReapplicationRow]:
    """The last re-applications of a policy, the newest first."""
    found = Reapplication.objects.filter(policy_id=policy).select_related("version", "undone_by")
    return [
        ReapplicationRow(
            id=one.pk,
            version=one.version.number if one.version else None,
            reason=one.reason,
            looked_at=one.looked_at,
            changed=one.changed,
            broken=one.broken,
            started_at=one.started_at,
            finished_at=one.finished_at,
            is_undone=hasattr(one, "undone_by"),
        )
        for one in found[:SHOWN]
    ]
