"""Background jobs of the cases room."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from yinuo.features.cases.operations.send_sign_in_code import send_sign_in_code
from yinuo.platform.jobs.public import task


@task()
def send_code(code_id: str) -> None:
    """Send the code that somebody asked for, once."""
    send_sign_in_code(code_id=UUID(code_id), now=timezone.now())
