"""Say how grave a case is, and nothing else: the decision promise moves to the policy for that level."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import choose_policy_anew
from yinuo.features.cases import rules
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Level
from yinuo.features.cases.operations.classify_case import circumstances_of
from yinuo.features.cases.operations.record_response import next_attention
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


class CannotSetLevel(DomainError):
    """The case is closed, or has this level."""

    code = "case.cannot_set_level"


def set_level(
    *, case_id: UUID, level: Level, actor: Actor, now: datetime, revision: int | None = None
) -> None:
    """
    Change the level.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotSetLevel: the case is closed, or has this level already.
        CannotChoosePolicyAnew: by the lower level the time would be over already.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.state not in LIVING:
            raise CannotSetLevel(_("This case is closed; what it was classified as stands."))
        if case.level == level:
            raise CannotSetLevel(_("This case has that level already."))
        before, case.level = case.level, level
        case.revision += 1
        append(
            stream=f"case:{case.pk}",
            action="case.level_set",
            actor=actor.reference,
            at=now,
            facts={"level": level.value, "level_before": before},
        )
        duty = rules.decision_duty(kind=case.kind, source=case.source, relation=case.relation)
        if duty:
            choose_policy_anew(
                subject=f"case:{case.pk}",
                duty=duty,
                circumstances=circumstances_of(case),
                reason="level_changed",
                actor=actor,
                now=now,
            )
        case.attention_at = next_attention(case=case, now=now)
        case.save(update_fields=["level", "revision", "attention_at"])
        tell_screens(case)
