"""The cases that somebody picked from a list, as a preview shows them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from uuid import UUID

from yinuo.features.cases.models import LIVING
from yinuo.features.cases.operations.classify_case import first_suggested
from yinuo.features.cases.queries.scoping import visible_cases
from yinuo.features.cases.taxonomy import classification
from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class PickedCase:
    """
    A case in a preview.

    Attributes:
        suggested: what the system thinks it is about; empty where it thinks nothing or a person decided.
    """

    id: UUID
    number: str
    subject: str
    level: str
    level_label: str
    state_label: str
    revision: int
    owner_id: UUID | None
    owner_name: str
    is_living: bool
    is_classified: bool
    suggested: str


def picked(*, ids: Sequence[UUID], actor: Actor) -> tuple[PickedCase, ...]:
    """Those of the cases that the actor sees, soonest due first: one query."""
    rows = visible_cases(actor).filter(pk__in=ids).select_related("owner").order_by("attention_at", "pk")
    return tuple(
        PickedCase(
            id=case.pk,
            number=case.number,
            subject=case.subject,
            level=case.level,
            level_label=case.get_level_display(),
            state_label=case.get_state_display(),
            revision=case.revision,
            owner_id=case.owner_id,
            owner_name=case.owner.name if case.owner else "",
            is_living=case.state in LIVING,
            is_classified=case.classified_at is not None,
            suggested=""
            if case.classified_at
            else classification.full_name_of(first_suggested(case.suggested)["category"]),
        )
        for case in rows
    )
