"""Record a response to the customer: the first substantive one keeps the 24-hour promise."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.promises.public import PromiseView, promises_on, settle_promise
from yinuo.features.cases import rules
from yinuo.features.cases.events import CaseAnswered
from yinuo.features.cases.locking import lock_case
from yinuo.features.cases.models import LIVING, Case, Message, State
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.texts.messages import write_message
from yinuo.kernel.errors import DomainError
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor, ActorKind
from yinuo.platform.jobs.public import publish, transaction


class CannotRecordResponse(DomainError):
    """The case is closed, or the text answers nothing."""

    code = "case.cannot_record_response"


@dataclass(frozen=True, kw_only=True)
class ResponseRecorded:
    """What was stored, and the promise that it settled, if one was still open."""

    message_id: UUID
    settled: PromiseView | None


def record_response(
    *,
    case_id: UUID,
    text: str,
    actor: Actor,
    now: datetime,
    channel: str = "",
    sent_at: datetime | None = None,
    revision: int | None = None,
) -> ResponseRecorded:
    """
    Store the response and settle the response promise at the true sending time.

    Args:
        sent_at: when it was sent, where that was before ``now``.

    Raises:
        CaseNotFound, CaseChangedMeanwhile: see ``lock_case``.
        CannotRecordResponse: the case is closed; the text is empty, too long, or an automatic acknowledgement;
            it was sent in the future or before the case was voiced.
    """
    happened_at = sent_at or now
    with transaction():
        case = lock_case(case_id=case_id, actor=actor, revision=revision)
        _check(case, text, happened_at, now)
        message = write_message(
            case=case,
            kind=Message.Kind.REPLY,
            text=text.strip(),
            at=happened_at,
            channel=channel or case.source,
            author_id=actor.id if actor.kind is ActorKind.STAFF else None,
        )
        append(
            stream=f"case:{case.pk}",
            action="case.response_sent",
            actor=actor.reference,
            at=now,
            facts={
                "message": str(message.pk),
                "sent_at": happened_at.isoformat(),
                "channel": message.channel,
            },
            sealed=bytes(message.sealed),
        )
        settled = _settle(case, message, actor, now)
        _mark_answered(case, happened_at, now)
        tell_screens(case)
        return ResponseRecorded(message_id=message.pk, settled=settled)


def _check(case: Case, text: str, happened_at: datetime, now: datetime) -> None:
    if case.state not in LIVING:
        raise CannotRecordResponse(
            _("This case is closed; open a new round before you write to the customer.")
        )
    if len(text) > rules.LONGEST_TEXT:
        raise CannotRecordResponse(_("The answer is longer than 20,000 characters; please shorten it."))
    if not rules.is_substantive(text):
        raise CannotRecordResponse(
            _(
                "This does not answer the customer. Say what you found or what happens next, in your own words."
            )
        )
    if not case.voiced_at <= happened_at <= now:
        raise CannotRecordResponse(
            _("An answer is sent after the question and not in the future; check the time.")
        )


def _settle(case: Case, message: Message, actor: Actor, now: datetime) -> PromiseView | None:
    duty = rules.response_duty(kind=case.kind, source=case.source)
    if duty is None:
        return None
    return settle_promise(
        subject=f"case:{case.pk}",
        duty=duty,
        happened_at=message.at,
        evidence=f"message:{message.pk}",
        actor=actor,
        now=now,
    )


def _mark_answered(case: Case, happened_at: datetime, now: datetime) -> None:
    is_first = case.answered_at is None
    case.state = State.ANSWERED
    case.answered_at = case.answered_at or happened_at
    case.revision += 1
    case.attention_at = next_attention(case=case, now=now)
    case.save(update_fields=["state", "answered_at", "revision", "attention_at"])
    if is_first:
        publish(
            CaseAnswered(
                case_id=case.pk,
                number=case.number,
                kind=case.kind,
                path=case.path,
                owner_id=case.owner_id,
                at=happened_at,
            )
        )


def next_attention(*, case: Case, now: datetime) -> datetime | None:
    """When the next thing on this case is owed; None when nothing is."""
    subject = f"case:{case.pk}"
    return min(
        (promise.due_at for promise in promises_on(subjects=[subject], now=now)[subject] if promise.is_open),
        default=None,
    )
