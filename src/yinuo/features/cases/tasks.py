"""Background jobs of the cases room."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation

from yinuo.features.cases.importing.own.runs import check_case_import, run_case_import
from yinuo.features.cases.letters.mailing import send_letter_mail
from yinuo.features.cases.operations.send_sign_in_code import send_sign_in_code
from yinuo.platform.identity.public import SYSTEM, actor_of_staff
from yinuo.platform.jobs.public import defer, task


@task()
def send_code(code_id: str) -> None:
    """Send the code that somebody asked for, once."""
    send_sign_in_code(code_id=UUID(code_id), now=timezone.now())


@task()
def mail_letter(attempt_id: str, letter_id: str, detail_id: str, asked_at: str) -> None:
    """Tell a customer that a letter is ready; where the mail server does not answer, later again."""
    again = send_letter_mail(
        attempt_id=UUID(attempt_id),
        letter_id=UUID(letter_id),
        detail_id=UUID(detail_id),
        asked_at=datetime.fromisoformat(asked_at),
        now=timezone.now(),
    )
    if again is not None:
        defer(
            mail_letter,
            at=again,
            attempt_id=attempt_id,
            letter_id=letter_id,
            detail_id=detail_id,
            asked_at=asked_at,
        )


@task()
def look_through_file(import_id: str, staff_id: str, language: str) -> None:
    """Look a kept file of past cases through; run again after a crash, it begins anew."""
    actor = actor_of_staff(UUID(staff_id)) or SYSTEM
    with translation.override(language or settings.LANGUAGE_CODE):
        check_case_import(import_id=UUID(import_id), actor=actor, now=timezone.now())


@task()
def take_over_file(import_id: str, staff_id: str) -> None:
    """Take over a confirmed file of past cases; run again after a crash, it takes nothing twice."""
    actor = actor_of_staff(UUID(staff_id)) or SYSTEM
    run_case_import(import_id=UUID(import_id), actor=actor, now=timezone.now())
