"""Confirm what the system suggested: a person agrees, and it counts as their decision."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import Level
from yinuo.features.cases.operations.classify_case import (
    CannotClassifyCase,
    Classification,
    classify_case,
    first_suggested,
)
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


def confirm_suggestion(*, case_id: UUID, actor: Actor, now: datetime, revision: int | None = None) -> None:
    """
    Classify the case as was suggested first; its level stays as it is.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotClassifyCase: somebody decided already, nothing was suggested, or the case is closed.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.classified_at is not None:
            raise CannotClassifyCase(_("A person classified this case already."))
        codes = first_suggested(case.suggested)
        if not codes["category"]:
            raise CannotClassifyCase(_("Nothing was suggested; open the case and choose."))
        chosen = Classification(
            category=codes["category"],
            business_channel=codes["business_channel"],
            cause=codes["cause"],
            demand=codes["demand"],
            sensitivity=tuple(codes["sensitivity"]),
            level=Level(case.level),
        )
        classify_case(case_id=case_id, chosen=chosen, actor=actor, now=now)
