"""Begin a case that comes from another: a new round, a review, a part that was split off."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.features.cases import rules
from yinuo.features.cases.events import CaseOpened
from yinuo.features.cases.models import Case, Complainant, Message, Relation
from yinuo.features.cases.numbering import next_number
from yinuo.features.cases.opening import record_opening
from yinuo.features.cases.owning.alarm import promise_owner
from yinuo.features.cases.promising import promise_duties
from yinuo.features.cases.queries.tracking import digest_of, new_token
from yinuo.features.cases.telling import tell_screens
from yinuo.features.cases.texts.messages import write_message
from yinuo.features.cases.together import people_of
from yinuo.kernel.redaction import redact
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish


@dataclass(frozen=True, kw_only=True)
class BegunCase:
    """
    A case that came from another.

    Attributes:
        tracking_token: the secret of the page of whoever asked for it, else of the customer; only its hash is kept.
    """

    id: UUID
    number: str
    tracking_token: str
    owner_id: UUID | None


@dataclass(frozen=True, kw_only=True)
class Said:
    """Something that the customer said, and when; ``by`` whom of several people, as a customer."""

    text: str
    at: datetime
    by: UUID | None = None


def begin_case(
    *,
    parent: Case,
    relation: Relation,
    said: Iterable[Said],
    voiced_at: datetime,
    path: str,
    owner_id: UUID | None,
    actor: Actor,
    now: datetime,
    subject: str = "",
    asked_by: Complainant | None = None,
) -> BegunCase:
    """
    Open the child of ``parent`` with clocks of its own; what stands on the parent stays as it is.

    Further people on the parent come along, but whoever withdrew; each has a page once they are given its link.

    Args:
        asked_by: who of several people asked for it.
    """
    token = new_token()
    case = Case.objects.create(
        number=next_number(parent.kind, now),
        kind=parent.kind,
        source=parent.source,
        level=parent.level,
        subject=redact(subject)[: rules.LONGEST_SUBJECT] if subject else parent.subject,
        customer_id=parent.customer_id,
        path=path,
        received_by=parent.received_by,
        concerns=parent.concerns,
        owner_id=owner_id,
        voiced_at=voiced_at,
        opened_at=now,
        business_channel=parent.business_channel,
        category=parent.category,
        demand=parent.demand,
        sensitivity=parent.sensitivity,
        parent=parent,
        relation=relation,
        round=parent.round + (relation == Relation.ROUND),
        tracking_digest=digest_of(token),
    )
    came = {"from": str(parent.pk), "relation": str(case.relation), "round": case.round}
    record_opening(case, actor=actor, now=now, more=came)
    token = _take_along(parent, case, said, asked_by) or token
    known = {"kind": case.kind, "source": case.source, "relation": case.relation}
    duties = (rules.response_duty(**known), rules.decision_duty(**known))
    promise_duties(case=case, duties=[duty for duty in duties if duty], actor=actor, now=now)
    promise_owner(case, actor=actor, now=now)
    append(
        stream=f"case:{parent.pk}",
        action=f"case.{_ACTIONS[relation]}",
        actor=actor.reference,
        at=now,
        facts={"case": str(case.pk), "number": case.number},
    )
    tell_screens(parent)
    tell_screens(case)
    publish(
        CaseOpened(
            case_id=case.pk,
            number=case.number,
            kind=case.kind,
            path=case.path,
            owner_id=case.owner_id,
            at=now,
        )
    )
    return BegunCase(id=case.pk, number=case.number, tracking_token=token, owner_id=owner_id)


def _take_along(parent: Case, case: Case, said: Iterable[Said], asked_by: Complainant | None) -> str:
    """Bring people and words to the new case; the token of the page of whoever asked for it, empty for its customer."""
    people = _come_along(parent, case, asked_by)
    for one in said:
        write_message(
            case=case,
            kind=Message.Kind.CUSTOMER,
            text=one.text,
            at=one.at,
            channel=case.source,
            said_by=people.get(one.by) if one.by else None,
        )
    if asked_by is None:
        return ""
    token, asker = new_token(), people[asked_by.customer_id]
    asker.tracking_digest = digest_of(token)
    asker.save(update_fields=["tracking_digest"])
    return token


def _come_along(parent: Case, case: Case, asked_by: Complainant | None) -> dict[UUID, Complainant]:
    """Places on the new case for those who are on the parent, by customer."""
    found = {}
    for one in people_of(parent.pk):
        comes = one.withdrew_at is None or (asked_by is not None and one.pk == asked_by.pk)
        if comes and one.customer_id not in found:
            found[one.customer_id] = Complainant.objects.create(
                case=case,
                customer_id=one.customer_id,
                part=one.part,
                proof=one.proof,
                may_withdraw=one.may_withdraw,
                since=one.since,
            )
    return found


_ACTIONS = {
    Relation.ROUND: "reopened",
    Relation.REVIEW: "review_requested",
    Relation.SPLIT: "split",
}
