"""What the case page shows of the way from classification to decision."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from yinuo.core.promises.public import allowance_of
from yinuo.features.cases.approvals.asking_for_time import steps
from yinuo.features.cases.approvals.compensating import alone
from yinuo.features.cases.models import Case, Level, Proposal
from yinuo.features.cases.operations.classify_case import first_suggested
from yinuo.features.cases.operations.extend_decision import REASONS
from yinuo.features.cases.operations.pause_decision import CannotPauseDecision, decision_of
from yinuo.features.cases.taxonomy import classification
from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class Hint:
    """A suggestion as it is shown."""

    code: str
    name: str
    percent: int
    because: str


@dataclass(frozen=True, kw_only=True)
class ClassificationView:
    """
    How a case is classified, and what was suggested.

    Attributes:
        chosen: the code that the dialogue has ticked for each field: what was decided, else what was suggested.
    """

    is_decided: bool
    category: str
    business_channel: str
    demand: str
    sensitivity: str
    chosen: dict[str, Any]
    hints: dict[str, tuple[Hint, ...]]


def classification_of(case: Case) -> ClassificationView:
    """How a case is classified."""
    decided = case.classified_at is not None
    suggested = first_suggested(case.suggested)
    level = classification.LEVELS.get(suggested["level"], "")
    return ClassificationView(
        is_decided=decided,
        category=classification.full_name_of(case.category),
        business_channel=classification.full_name_of(case.business_channel),
        demand=classification.name_of(case.demand),
        sensitivity=classification.names_of_codes(case.sensitivity),
        chosen={
            **{
                field: getattr(case, field) if decided else suggested[field]
                for field in ("business_channel", "category", "cause", "demand", "sensitivity")
            },
            # Whoever took it down may know more than the text says: a level above the suggested one stays.
            "level": case.level if decided or case.level != "ORDINARY" else level or case.level,
        },
        hints={
            field: _hints(case.suggested.get(field, ()))
            for field in ("business_channel", "category", "cause", "demand")
        },
    )


def _hints(kept: Any) -> tuple[Hint, ...]:
    return tuple(
        Hint(
            code=one["code"],
            name=classification.full_name_of(one["code"]),
            percent=round(one["confidence"] * 100),
            because="、".join(one["because"]),
        )
        for one in kept
        if one["confidence"] > 0
    )


def _time_of(case: Case, now: datetime) -> dict[str, Any]:
    """What may be done to the clock of the decision, and what was offered."""
    try:
        promise = decision_of(case=case, now=now)
    except CannotPauseDecision:
        return {}
    allowance = allowance_of(promise_id=promise.id)
    return {
        "promise": promise,
        "allowance": allowance,
        "steps": steps(promise=promise, allowance=allowance),
        "reasons": REASONS.items(),
        "may_extend": promise.state != "BROKEN",
    }


def way_to_decision(case_id: UUID, *, may_handle: bool, actor: Actor, now: datetime) -> dict[str, Any]:
    """What the templates of the case page need for it."""
    case = Case.objects.get(pk=case_id)
    shown: dict[str, Any] = {
        "classified": classification_of(case),
        "proposal": Proposal.objects.filter(case=case)
        .exclude(state=Proposal.State.REPLACED)
        .order_by("-made_at")
        .first(),
    }
    if may_handle:
        shown["decision"] = _time_of(case, now)
        shown["alone"] = alone(actor)
        shown["taxonomy"] = {
            "categories": classification.entries(classification.CATEGORY),
            "channels": classification.entries(classification.CHANNEL),
            "causes": classification.entries(classification.CAUSE),
            "demands": classification.entries(classification.DEMAND),
            "sensitivities": classification.entries(classification.SENSITIVITY),
            "levels": Level.choices,
        }
    return shown
