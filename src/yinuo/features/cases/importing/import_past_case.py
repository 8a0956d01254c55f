"""Import one past case: what was published about it, judged by when it happened, and no news to anybody."""

from __future__ import annotations

import secrets
from datetime import datetime, time, timedelta
from uuid import UUID

from django.utils import timezone
from django.utils.translation import gettext as _

from yinuo.core.customers.public import CustomerDetails, register_customer
from yinuo.core.promises.public import make_promise, settle_promise
from yinuo.features.cases import rules
from yinuo.features.cases.importing.cfpb import PastComplaint
from yinuo.features.cases.importing.errors import CannotReadRow
from yinuo.features.cases.messages import write_message
from yinuo.features.cases.models import Case, Kind, Message, Source, State
from yinuo.features.cases.numbering import next_number
from yinuo.features.cases.tracking import digest_of
from yinuo.kernel.redaction import redact
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction

UNKNOWN_CAUSE = "C99"
# A late answer's time is not published, only that it came after the last second that was in time.
_AFTER_DUE = timedelta(seconds=1)


def import_past_case(*, complaint: PastComplaint, path: str, actor: Actor, now: datetime) -> UUID:
    """
    Store the case as it stands by now: ended, or answered and still open; it has no owner.

    The published reading "Timely response?" settles the promise: "Yes" at the last moment that was in time,
    "No" at the first that was not. Where nothing was published about a case that ended, nothing is judged.
    No event is published: what happened long ago is no news.

    Args:
        path: the organisation node that the case belongs to.

    Returns:
        The new case's id.

    Raises:
        CannotReadRow: it was received in the future, or called late before its time has passed.
        CannotMakePromise: no standard was valid when it was received.
        IntegrityError: it was imported already.
    """
    voiced_at = datetime.combine(complaint.received_date, time(), timezone.get_default_timezone())
    if voiced_at > now:
        raise CannotReadRow(_("its “Date received” lies in the future"))
    with transaction():
        who = register_customer(details=CustomerDetails(), path=path, actor=actor, now=now)
        case = Case.objects.create(
            number=next_number(Kind.COMPLAINT, voiced_at),
            kind=Kind.COMPLAINT,
            source=Source.CFPB,
            subject=redact(complaint.subject),
            customer_id=who.id,
            path=path,
            voiced_at=voiced_at,
            opened_at=now,
            tracking_digest=digest_of(secrets.token_urlsafe(24)),
            external_id=complaint.external_id,
        )
        message = write_message(
            case=case, kind=Message.Kind.CUSTOMER, text=complaint.text, at=voiced_at, channel=Source.CFPB
        )
        _record(case, message, complaint, actor, now)
        _judge(case, complaint, actor, now)
        return case.pk


def _record(case: Case, message: Message, complaint: PastComplaint, actor: Actor, now: datetime) -> None:
    append(
        stream=f"case:{case.pk}",
        action="case.imported",
        actor=actor.reference,
        at=now,
        facts={
            "number": case.number,
            "source": case.source,
            "external_id": complaint.external_id,
            "voiced_at": case.voiced_at.isoformat(),
            "outcome": complaint.outcome,
        },
        sealed=bytes(message.sealed),
    )


def _judge(case: Case, complaint: PastComplaint, actor: Actor, now: datetime) -> None:
    """Settle what was promised as the published reading says, and give the case the state that follows."""
    duty = rules.response_duty(kind=case.kind, source=case.source)
    if complaint.is_timely is not None or not complaint.is_ended:
        promise = make_promise(
            duty=str(duty),
            subject=f"case:{case.pk}",
            path=case.path,
            owner_id=None,
            starts_at=case.voiced_at,
            actor=actor,
            now=now,
        )
        case.attention_at = promise.due_at
        if complaint.is_timely is not None:
            case.answered_at = _answered_at(complaint, promise.due_at, now)
            case.state, case.attention_at = State.ANSWERED, None
            settle_promise(
                subject=f"case:{case.pk}",
                duty=str(duty),
                happened_at=case.answered_at,
                evidence=f"cfpb:timely_response={'Yes' if complaint.is_timely else 'No'}",
                actor=actor,
                now=now,
            )
    if complaint.is_ended:
        case.state, case.cause, case.attention_at = State.RESOLVED, UNKNOWN_CAUSE, None
        case.resolved_at = case.answered_at or case.voiced_at
    case.save(update_fields=["state", "cause", "attention_at", "answered_at", "resolved_at"])


def _answered_at(complaint: PastComplaint, due_at: datetime, now: datetime) -> datetime:
    if complaint.is_timely:
        return min(due_at, now)
    if due_at + _AFTER_DUE > now:
        raise CannotReadRow(_("it is called late, but its time has not passed yet"))
    return due_at + _AFTER_DUE
