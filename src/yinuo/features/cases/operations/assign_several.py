"""Give several cases to one person: each by itself, with a report of those that did not go."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.features.cases.operations.assign_case import assign_case
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class SeveralAssigned:
    """
    What came of it.

    Attributes:
        done: the cases that went over.
        refused: why each other one did not.
    """

    done: tuple[UUID, ...]
    refused: Mapping[UUID, str]


def assign_several(
    *, revisions: Mapping[UUID, int], owner_id: UUID, actor: Actor, now: datetime, note: str = ""
) -> SeveralAssigned:
    """
    Hand each case over as the actor saw it; one that changed meanwhile stays with its owner.

    Args:
        revisions: for each case the revision that was shown.
        note: for whoever takes over; added to each case.
    """
    done, refused = [], {}
    for case_id, revision in revisions.items():
        try:
            assign_case(
                case_id=case_id, owner_id=owner_id, actor=actor, now=now, revision=revision, note=note
            )
        except DomainError as refusal:
            refused[case_id] = str(refusal)
        else:
            done.append(case_id)
    return SeveralAssigned(done=tuple(done), refused=refused)
