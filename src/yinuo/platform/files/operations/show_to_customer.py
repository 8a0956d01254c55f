"""Let the customer find a file that only staff saw until now."""

from __future__ import annotations

from uuid import UUID

from yinuo.platform.files.models import StoredFile
from yinuo.platform.jobs.public import require_transaction


def show_to_customer(*, file_id: UUID, subject: str) -> None:
    """Show the file of ``subject`` on its customer's page; the caller holds the subject and writes the evidence."""
    require_transaction("file.shown")
    StoredFile.objects.filter(pk=file_id, subject=subject).update(for_customer=True)
