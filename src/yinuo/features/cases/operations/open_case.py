"""Open a case: from this moment somebody waits for us, and a specialist owns it."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.public import CustomerDetails, CustomerRegistered, register_customer
from yinuo.core.promises.public import PromiseView
from yinuo.features.cases import rules
from yinuo.features.cases.events import CaseOpened
from yinuo.features.cases.models import Case, Kind, Level, Message, Source
from yinuo.features.cases.numbering import ask_serial, next_number
from yinuo.features.cases.opening import record_opening
from yinuo.features.cases.owning.alarm import promise_owner
from yinuo.features.cases.owning.finding import AskedGround, Found, ask_ground, find_owner
from yinuo.features.cases.promising import make_promises
from yinuo.features.cases.queries.tracking import digest_of, new_token
from yinuo.features.cases.taxonomy.suggesting import suggest
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.texts.messages import compose_message
from yinuo.kernel.errors import DomainError
from yinuo.kernel.redaction import redact
from yinuo.platform.identity.public import Actor, head_office
from yinuo.platform.jobs.public import insert_rows, publish, sending_ahead, transaction


class CannotOpenCase(DomainError):
    """Nothing is said, or too much for one message."""

    code = "case.cannot_open"


@dataclass(frozen=True, kw_only=True)
class OpenedCase:
    """
    The new case.

    Attributes:
        tracking_token: the secret of the customer's own page; only its hash is kept.
    """

    id: UUID
    number: str
    tracking_token: str
    owner_id: UUID | None
    promises: tuple[PromiseView, ...]


def open_case(
    *,
    kind: Kind,
    source: Source,
    subject: str,
    text: str,
    customer: CustomerDetails,
    actor: Actor,
    now: datetime,
    path: str | None = None,
    level: Level = Level.ORDINARY,
    voiced_at: datetime | None = None,
    external_id: str = "",
    assign: bool = True,
    concerns: Sequence[UUID] = (),
    token: str = "",
) -> OpenedCase:
    """
    Take down what somebody said, promise an answer, and give it an owner.

    Args:
        path: the organisation node that received it, whose specialists are asked first; None for the
            institution as a whole.
        voiced_at: when the customer said it, where that was earlier than ``now``: the clocks start there.
        external_id: the number under which another system knows it; taken once for each source.
        assign: False leaves it without an owner, for a supervisor of the receiving unit to hand out.
        concerns: colleagues whom it is about; those whom the customer names are added. None of them gets it.
        token: the secret of the customer's page, where it is settled before; else a new one.

    Raises:
        CannotOpenCase: the text is empty or longer than 20,000 characters; it was said in the future.
        CannotReadDetails: a phone number or an address cannot be read.
    """
    said, subject = text.strip(), subject.strip()
    _check(said, subject, voiced_at, now)
    received_by = path or head_office()
    with transaction():
        with sending_ahead():
            ground, serial = ask_ground(at=now), ask_serial()
            who = register_customer(details=customer, path=received_by, actor=actor, now=now)
            token = token or new_token()
            starts_at = voiced_at or now
            case = Case(
                number=next_number(kind, starts_at, asked=serial),
                kind=kind,
                source=source,
                level=level,
                customer_id=who.id,
                path=received_by,
                received_by=received_by,
                voiced_at=starts_at,
                opened_at=now,
                tracking_digest=digest_of(token),
                external_id=external_id,
            )
            message = compose_message(
                case=case,
                kind=Message.Kind.CUSTOMER,
                text=f"{subject}\n\n{said}" if subject else said,
                at=starts_at,
                channel=source,
                names=who.names,
                sealer=who.sealer,
            )
            heading = redact(subject, names=who.names) if subject else message.redacted
            case.subject = heading[: rules.LONGEST_SUBJECT]
            case.suggested = suggest(subject=case.subject, text=message.redacted)
            found = _find_owner(case, who, said=f"{subject}\n{said}", concerns=concerns, ground=ground)
            if assign and found.choice.owner_id:
                case.owner_id, case.path = found.choice.owner_id, found.choice.path
            tell_screens(case)
            record_opening(case, actor=actor, now=now, more=_reasons(case, found, assign=assign))
            promises = make_promises(case=case, duties=_duties(case), tier=who.tier, actor=actor, now=now)
            insert_rows([case], [message])
            promise_owner(case, actor=actor, now=now)
            _publish(case)
        return OpenedCase(
            id=case.pk, number=case.number, tracking_token=token, owner_id=case.owner_id, promises=promises
        )


def _check(said: str, subject: str, voiced_at: datetime | None, now: datetime) -> None:
    if not said:
        raise CannotOpenCase(_("Please describe what happened; a few words are enough."))
    if len(said) > rules.LONGEST_TEXT or len(subject) > rules.LONGEST_SUBJECT:
        raise CannotOpenCase(
            _("Please keep the subject within 200 characters and the description within 20,000.")
        )
    if voiced_at is not None and voiced_at > now:
        raise CannotOpenCase(_("A case cannot have been voiced in the future; check the date."))


def _find_owner(
    case: Case, who: CustomerRegistered, *, said: str, concerns: Sequence[UUID], ground: AskedGround
) -> Found:
    """What the rules choose; the case remembers whom it is about."""
    found = find_owner(
        case=case,
        path=case.received_by,
        tier=who.tier,
        at=case.opened_at,
        said=said,
        concerns=concerns,
        asked=ground,
        is_new_customer=who.is_new,
    )
    case.concerns = list(found.concerns)
    return found


def _reasons(case: Case, found: Found, *, assign: bool) -> dict[str, Any]:
    """How the owner came about, where the rules were asked for one, and whom the case is about."""
    facts: dict[str, Any] = {"chosen": found.facts} if assign else {}
    if case.concerns:
        facts["concerns"] = [str(one) for one in case.concerns]
    return facts


def _publish(case: Case) -> None:
    opened = CaseOpened(
        case_id=case.pk,
        number=case.number,
        kind=case.kind,
        path=case.path,
        owner_id=case.owner_id,
        at=case.opened_at,
    )
    publish(opened)


def _duties(case: Case) -> list[str]:
    owed = (
        rules.response_duty(kind=case.kind, source=case.source),
        rules.decision_duty(kind=case.kind, source=case.source),
    )
    return [duty for duty in owed if duty]
