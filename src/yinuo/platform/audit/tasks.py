"""Background work of the evidence: checkpoints go to their witnesses, never within the numbering."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils import timezone

from yinuo.platform.audit.verifying import run_verification
from yinuo.platform.audit.witnessing.hand_over import due_witnesses, hand_to_witness
from yinuo.platform.jobs.public import defer, task, transaction


@task()
def show_to_witness(name: str) -> None:
    """Show one witness the last checkpoint."""
    hand_to_witness(name=name, now=timezone.now())


@task()
def verify_whole_log(run_id: str) -> None:
    """Verify the whole log, watched from a page."""
    run_verification(run_id=UUID(run_id))


def verify_in_background(run_id: UUID) -> None:
    """Let a worker run a verification that was begun."""
    with transaction():
        defer(verify_whole_log, run_id=str(run_id))


def call_witnesses(now: datetime) -> None:
    """Let a worker call each witness that is due."""
    for name in due_witnesses(now=now):
        with transaction():
            defer(show_to_witness, name=name)
