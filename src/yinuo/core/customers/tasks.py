"""Background jobs of the customer record."""

from __future__ import annotations

from uuid import UUID

from django.conf import settings
from django.utils import timezone, translation

from yinuo.core.customers.importing.operations import check_import, run_import
from yinuo.platform.identity.public import SYSTEM, actor_of_staff
from yinuo.platform.jobs.public import task


@task()
def look_through_file(import_id: str, staff_id: str, language: str) -> None:
    """Look a kept file through; run again after a crash, it begins anew."""
    actor = actor_of_staff(UUID(staff_id)) or SYSTEM
    with translation.override(language or settings.LANGUAGE_CODE):
        check_import(import_id=UUID(import_id), actor=actor, now=timezone.now())


@task()
def take_over(import_id: str, staff_id: str) -> None:
    """Take over a confirmed file; run again after a crash, it takes nothing twice."""
    actor = actor_of_staff(UUID(staff_id)) or SYSTEM
    run_import(import_id=UUID(import_id), actor=actor, now=timezone.now())
