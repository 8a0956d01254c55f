"""Let the clock of the decision stand still, and run again: only for a reason that its policy takes, on record."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import PromiseView, pause_promise, promises_on, resume_promise
from yinuo.features.cases import rules
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Case, Message
from yinuo.features.cases.operations.record_response import next_attention
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.texts.messages import write_message
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import transaction


class CannotPauseDecision(DomainError):
    """No decision is owed any more, or nothing shows the reason."""

    code = "case.cannot_pause_decision"


def pause_decision(
    *, case_id: UUID, reason: str, proof: str, actor: Actor, now: datetime, revision: int | None = None
) -> PromiseView:
    """
    Stop the clock of the decision from ``now`` on.

    Args:
        reason: one that the policy takes, such as ``MEDIATION_AGREED``.
        proof: what shows it, in words; kept as an internal note.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotPauseDecision: the case is closed, owes no decision, or no proof is named.
        CannotPausePromise: the policy does not take the reason, or the time has passed.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        promise = decision_of(case=case, now=now)
        note = _noted(case, proof, actor, now)
        paused = pause_promise(
            promise_id=promise.id, reason=reason, evidence=f"message:{note.pk}", actor=actor, now=now
        )
        _changed(case, now)
        return paused


def resume_decision(
    *,
    case_id: UUID,
    proof: str,
    actor: Actor,
    now: datetime,
    happened_at: datetime | None = None,
    revision: int | None = None,
) -> PromiseView:
    """
    Let the clock run again.

    Args:
        proof: what ended the reason, in words.
        happened_at: when it ended, where that was earlier; the time since then counts.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotPauseDecision: the case is closed, owes no decision, or no proof is named.
        CannotResumePromise: its clock does not stand still, or did not yet at that time.
    """
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        promise = decision_of(case=case, now=now)
        _noted(case, proof, actor, now)
        resumed = resume_promise(promise_id=promise.id, actor=actor, now=now, happened_at=happened_at)
        _changed(case, now)
        return resumed


def decision_of(*, case: Case, now: datetime) -> PromiseView:
    """
    The decision that a case still owes.

    Raises:
        CannotPauseDecision: it owes none.
    """
    duty = rules.decision_duty(kind=case.kind, source=case.source)
    subject = f"case:{case.pk}"
    found = next(
        (
            promise
            for promise in promises_on(subjects=[subject], now=now)[subject]
            if promise.duty == duty and promise.is_open
        ),
        None,
    )
    if found is None or case.state not in LIVING:
        raise CannotPauseDecision(_("No decision is owed on this case any more."))
    return found


def _noted(case: Case, proof: str, actor: Actor, now: datetime) -> Message:
    if not proof.strip() or len(proof) > rules.LONGEST_TEXT:
        raise CannotPauseDecision(_("Name what shows it: an agreement, an order, a letter."))
    return write_message(
        case=case,
        kind=Message.Kind.NOTE,
        text=proof.strip(),
        at=now,
        author_id=actor.id if actor.kind is ActorKind.STAFF else None,
    )


def _changed(case: Case, now: datetime) -> None:
    case.attention_at = next_attention(case=case, now=now)
    case.revision += 1
    case.save(update_fields=["attention_at", "revision"])
    tell_screens(case)
