"""Background jobs of the cases room."""

from __future__ import annotations

from uuid import UUID

from django.utils import timezone

from yinuo.features.cases.importing.own.runs import run_case_import
from yinuo.features.cases.operations.send_sign_in_code import send_sign_in_code
from yinuo.platform.identity.public import SYSTEM, actor_of_staff
from yinuo.platform.jobs.public import task


@task()
def send_code(code_id: str) -> None:
    """Send the code that somebody asked for, once."""
    send_sign_in_code(code_id=UUID(code_id), now=timezone.now())


@task()
def take_over_file(import_id: str, staff_id: str) -> None:
    """Take over a confirmed file of past cases; run again after a crash, it takes nothing twice."""
    actor = actor_of_staff(UUID(staff_id)) or SYSTEM
    run_case_import(import_id=UUID(import_id), actor=actor, now=timezone.now())
