"""Classify a case: a person decides what it is about and how grave it is, beside what the system suggested."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.public import name_masks
from yinuo.core.promises.public import choose_policy_anew
from yinuo.features.cases import rules
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Case, Level
from yinuo.features.cases.operations.record_response import next_attention
from yinuo.features.cases.taxonomy import classification
from yinuo.features.cases.telling import tell_screens
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


class CannotClassifyCase(DomainError):
    """The case is closed, or a code belongs to no place in the tree."""

    code = "case.cannot_classify"


@dataclass(frozen=True, kw_only=True)
class Classification:
    """What a person decided; codes of the dimensions A, B, C, W and Z; empty where they leave it open."""

    category: str
    business_channel: str = ""
    cause: str = ""
    demand: str = ""
    level: Level = Level.ORDINARY
    sensitivity: tuple[str, ...] = ()


_DIMENSIONS = {
    "business_channel": classification.CHANNEL,
    "category": classification.CATEGORY,
    "cause": classification.CAUSE,
    "demand": classification.DEMAND,
}


def classify_case(
    *, case_id: UUID, chosen: Classification, actor: Actor, now: datetime, revision: int | None = None
) -> None:
    """
    Keep what was decided; another level moves the decision promise to the policy for that level.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotClassifyCase: the case is closed; the category is missing; a code is unknown.
        CannotChoosePolicyAnew: by the lower level the time would be over already.
    """
    _check(chosen)
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        if case.state not in LIVING:
            raise CannotClassifyCase(_("This case is closed; what it was classified as stands."))
        before = case.level
        for field in _DIMENSIONS:
            setattr(case, field, getattr(chosen, field))
        case.level, case.sensitivity, case.classified_at = chosen.level, list(chosen.sensitivity), now
        case.revision += 1
        facts: dict[str, Any] = {field: getattr(chosen, field) for field in _DIMENSIONS}
        facts |= {
            "level": chosen.level.value,
            "level_before": before,
            "sensitivity": list(chosen.sensitivity),
        }
        facts["suggested"] = first_suggested(case.suggested)
        append(stream=f"case:{case.pk}", action="case.classified", actor=actor.reference, at=now, facts=facts)
        if chosen.level != before:
            _move(case, actor, now)
        case.attention_at = next_attention(case=case, now=now)
        case.save(
            update_fields=[*_DIMENSIONS, "level", "sensitivity", "classified_at", "revision", "attention_at"]
        )
        tell_screens(case)


def first_suggested(suggested: dict[str, Any]) -> dict[str, Any]:
    """The codes that stood first among the suggestions, as the evidence names them."""
    found: dict[str, Any] = {}
    for field in (*_DIMENSIONS, "level"):
        kept = suggested.get(field)
        one = kept[0] if isinstance(kept, list) and kept else kept
        found[field] = one["code"] if isinstance(one, dict) else ""
    found["sensitivity"] = [one["code"] for one in suggested.get("sensitivity", ())]
    return found


def _check(chosen: Classification) -> None:
    if not chosen.category:
        raise CannotClassifyCase(_("Choose what business it is about."))
    for field, dimension in _DIMENSIONS.items():
        code = getattr(chosen, field)
        if code and not classification.is_code(code, dimension=dimension):
            raise CannotClassifyCase(_unknown(code))
    for code in _repeated(chosen.sensitivity):
        raise CannotClassifyCase(_unknown(code))


def _repeated(codes: Iterable[str]) -> Iterable[str]:
    """Those that are no sensitivity, or named twice."""
    seen: set[str] = set()
    for code in codes:
        if code in seen or not classification.is_code(code, dimension=classification.SENSITIVITY):
            yield code
        seen.add(code)


def _unknown(code: str) -> str:
    return _("“%(code)s” is no place in the tree; choose one from the list.") % {"code": code[:16]}


def _move(case: Case, actor: Actor, now: datetime) -> None:
    duty = rules.decision_duty(kind=case.kind, source=case.source)
    if duty is None:
        return
    choose_policy_anew(
        subject=f"case:{case.pk}",
        duty=duty,
        circumstances=circumstances_of(case),
        reason="level_changed",
        actor=actor,
        now=now,
    )


def circumstances_of(case: Case) -> dict[str, str]:
    """What the conditions of policies may ask about a case."""
    return {
        "kind": case.kind,
        "level": case.level,
        "channel": case.source,
        "source": case.source,
        "tier": name_masks([case.customer_id])[case.customer_id][1],
    }
