"""Split a case that holds two matters: what belongs to the second one becomes a case of its own."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.public import name_masks
from yinuo.features.cases import rules
from yinuo.features.cases.beginning import BegunCase, Said, begin_case
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Case, Message, Relation
from yinuo.features.cases.owning.finding import find_owner
from yinuo.features.cases.owning.recusal import recused_from
from yinuo.features.cases.texts.messages import place_of
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import unlock


class CannotSplitCase(DomainError):
    """Nothing or everything is chosen, it has ended, or it is a review."""

    code = "case.cannot_split"


@dataclass(frozen=True, kw_only=True)
class Part:
    """Something that the customer said, redacted, as it may be chosen for the new case."""

    id: UUID
    at: datetime
    text: str


@dataclass(frozen=True, kw_only=True)
class SplitPreview:
    """
    What a split would do.

    Attributes:
        goes: what is copied to the new case, as it is chosen now.
        voiced_at: from when the clocks of the new case run; None while nothing is chosen.
        problem: why it cannot be done; empty when it can.
    """

    parts: tuple[Part, ...]
    goes: tuple[UUID, ...]
    voiced_at: datetime | None
    problem: str


def split_case(
    *,
    case_id: UUID,
    messages: Iterable[UUID],
    subject: str,
    actor: Actor,
    now: datetime,
    revision: int | None = None,
) -> BegunCase:
    """
    Open a case for the second matter with those words of the customer that belong to it.

    The words are copied, with the times at which they were said; the first case keeps its own, and all that is owed
    on it. The clocks of the new case run from the earliest of the words: nobody loses time because we took two
    matters for one. Its owner is chosen by the rules. Further people on the case come along.

    Args:
        messages: of the customer, at least one.
        subject: of the new case.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotSplitCase: see the class.
    """
    title = subject.strip()
    if not 1 <= len(title) <= rules.LONGEST_SUBJECT:
        raise CannotSplitCase(_("Give the new case a subject of 1 to 200 characters."))
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        chosen = _chosen(case, messages)
        problem = _why_not(case, chosen)
        if problem:
            raise CannotSplitCase(problem)
        keys = unlock([case.customer_id])
        said = [
            Said(
                text=keys.open(owner=case.customer_id, place=place_of(one.pk), sealed=bytes(one.sealed)),
                at=one.at,
                by=one.said_by.customer_id if one.said_by else None,
            )
            for one in chosen
        ]
        path, owner_id = _owner(case, "\n".join([title, *(one.text for one in said)]), now)
        case.revision += 1
        case.save(update_fields=["revision"])
        return begin_case(
            parent=case,
            relation=Relation.SPLIT,
            said=said,
            voiced_at=min(one.at for one in said),
            path=path,
            owner_id=owner_id,
            subject=title,
            actor=actor,
            now=now,
        )


def preview_split(*, case_id: UUID, messages: Iterable[UUID], actor: Actor) -> SplitPreview | None:
    """What would happen, or None where the actor sees no such case."""
    case = Case.objects.filter(pk=case_id).first()
    if case is None or not actor.sees(case.path):
        return None
    chosen = _chosen(case, messages)
    return SplitPreview(
        parts=tuple(Part(id=one.pk, at=one.at, text=one.redacted) for one in _said(case)),
        goes=tuple(one.pk for one in chosen),
        voiced_at=min((one.at for one in chosen), default=None),
        problem=_why_not(case, chosen),
    )


def _said(case: Case) -> list[Message]:
    said = Message.objects.filter(case=case, kind=Message.Kind.CUSTOMER).select_related("said_by")
    return list(said.order_by("at", "pk"))


def _chosen(case: Case, messages: Iterable[UUID]) -> list[Message]:
    wanted = set(messages)
    return [one for one in _said(case) if one.pk in wanted]


def _why_not(case: Case, chosen: list[Message]) -> str:
    if case.state not in LIVING:
        return _("Only a case that has not ended is split; take it up again, or open a new one.")
    if case.relation == Relation.REVIEW:
        return _("A review is not split; it decides on one decision.")
    if not chosen:
        return _("Choose at least one thing that the customer said.")
    return ""


def _owner(case: Case, said: str, now: datetime) -> tuple[str, UUID | None]:
    received = case.received_by or case.path
    tier = name_masks([case.customer_id])[case.customer_id][1]
    found = find_owner(case=case, path=received, tier=tier, at=now, said=said, recused=recused_from(case))
    return (found.choice.path, found.choice.owner_id) if found.choice.owner_id else (received, None)
