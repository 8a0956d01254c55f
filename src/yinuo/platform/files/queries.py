"""Reads about files: names masked, contents closed."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.platform.files.models import StoredFile


@dataclass(frozen=True, kw_only=True)
class FileView:
    """
    A file as lists show it.

    Attributes:
        name: masked.
        size: in bytes.
        added_by: the reference of whoever sent it.
    """

    id: UUID
    name: str
    media_type: str
    size: int
    by_customer: bool
    for_customer: bool
    added_by: str
    added_at: datetime
    state: str
    state_label: str

    @property
    def is_ready(self) -> bool:
        return self.state == StoredFile.State.READY


def files_of(*, subject: str, for_customer: bool = False) -> tuple[FileView, ...]:
    """
    The files of a subject, oldest first.

    Args:
        for_customer: only those that the customer sees.
    """
    rows = StoredFile.objects.filter(subject=subject)
    if for_customer:
        rows = rows.filter(for_customer=True)
    return tuple(
        FileView(
            id=row.pk,
            name=row.name_mask,
            media_type=row.media_type,
            size=row.size,
            by_customer=row.by_customer,
            for_customer=row.for_customer,
            added_by=row.added_by,
            added_at=row.added_at,
            state=row.state,
            state_label=str(StoredFile.State(row.state).label),
        )
        for row in rows
    )
