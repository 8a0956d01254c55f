"""Background jobs of the files room."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from yinuo.platform.files.operations.scan_waiting_file import scan_waiting_file
from yinuo.platform.jobs.public import task


@task()
def scan_file(file_id: str) -> None:
    """Ask the virus scanner again about a file that arrived while it was away."""
    scan_waiting_file(file_id=UUID(file_id), now=timezone.now())
