"""Background jobs of the promise engine."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from yinuo.core.promises.operations.reapply_policy import continue_reapplication
from yinuo.platform.jobs.public import defer, task


@task()
def reapply(reapplication_id: str) -> None:
    """Do batches until it is finished; a job that is interrupted goes on behind the last committed batch."""
    while True:
        found = continue_reapplication(reapplication_id=UUID(reapplication_id), now=timezone.now())
        if found.finished_at is not None:
            return


def defer_reapplication(reapplication_id: UUID) -> None:
    """Let a worker do it, once the open transaction commits."""
    defer(reapply, reapplication_id=str(reapplication_id))
