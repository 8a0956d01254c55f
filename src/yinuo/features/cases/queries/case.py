"""One case, as its page and the customer's own page show it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from yinuo.core.customers.public import CustomerCard, cards, family
from yinuo.core.promises.public import PromiseView, promises_on
from yinuo.features.cases.models import LIVING, Case, Message
from yinuo.features.cases.queries.scoping import visible_cases
from yinuo.features.cases.queries.tracking import find_tracked
from yinuo.features.cases.roles import READERS
from yinuo.features.cases.taxonomy import classification
from yinuo.features.cases.together import names_of_speakers, reads_message
from yinuo.platform.audit.public import Record, records_of
from yinuo.platform.identity.public import Actor, names_of

MOST_OTHERS = 99  # from here on the case page says "99+"


@dataclass(frozen=True, kw_only=True)
class MessageView:
    """
    Something said, redacted; ``author`` is empty for customers, ``said_by`` whom of several.

    ``who`` is the masked name of whichever customer said it.
    """

    id: UUID
    kind: str
    channel_label: str
    author: str
    at: datetime
    text: str
    said_by: UUID | None = None
    who: str = ""

    @property
    def hides(self) -> bool:
        """Whether something was taken out of the text."""
        return any(f"[{token}]" in self.text for token in ("card", "identity", "phone", "email", "name"))


@dataclass(frozen=True, kw_only=True)
class Classified:
    """What people decided that a case is about, by its codes; empty where nobody decided."""

    category: str
    business_channel: str
    cause: str
    demand: str
    sensitivity: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class CaseDetail:
    """A case as its page shows it."""

    id: UUID
    number: str
    kind: str
    kind_label: str
    source: str
    source_label: str
    level: str
    level_label: str
    state: str
    state_label: str
    subject: str
    classification: Classified
    cause_name: str
    responsible: str
    path: str
    concerns: tuple[UUID, ...]
    owner_id: UUID | None
    owner_name: str
    voiced_at: datetime
    opened_at: datetime
    answered_at: datetime | None
    resolved_at: datetime | None
    revision: int
    is_living: bool
    customer: CustomerCard
    other_cases: int
    messages: tuple[MessageView, ...]
    promises: tuple[PromiseView, ...]
    records: tuple[Record, ...]


def case_detail(*, number: str, actor: Actor, now: datetime) -> CaseDetail | None:
    """The case of that number, or None when it does not exist for this actor."""
    case = visible_cases(actor).select_related("owner").filter(number=number).first()
    return _detail(case, now) if case else None


def tracked_case(*, token: str, now: datetime) -> CaseDetail | None:
    """The case that a customer's own page shows, with what the holder reads; None when no page has this secret."""
    tracked = find_tracked(token=token, now=now)
    if tracked is None:
        return None
    detail = _detail(tracked.case, now)
    readable = tracked.case.messages.select_related("said_by")
    ids = {one.pk for one in readable if reads_message(tracked, one)}
    return replace(detail, messages=tuple(one for one in detail.messages if one.id in ids))


def id_of(*, number: str, actor: Actor) -> UUID | None:
    """The id of a case that the actor sees."""
    return visible_cases(actor).filter(number=number).values_list("pk", flat=True).first()


def state_of(*, case_id: UUID) -> str:
    """One of ``State``."""
    return Case.objects.values_list("state", flat=True).get(pk=case_id)


def may_read_case(*, subject_id: UUID, actor: Actor) -> bool:
    """Whether the actor works with cases and sees this one."""
    return actor.has(*READERS) and visible_cases(actor).filter(pk=subject_id).exists()


def _detail(case: Case, now: datetime) -> CaseDetail:
    subject = f"case:{case.pk}"
    messages = list(case.messages.all())
    authors = names_of(message.author_id for message in messages if message.author_id)
    card = cards([case.customer_id])[case.customer_id]
    others = names_of_speakers(messages)
    return CaseDetail(
        id=case.pk,
        number=case.number,
        kind=case.kind,
        kind_label=case.get_kind_display(),
        source=case.source,
        source_label=case.get_source_display(),
        level=case.level,
        level_label=case.get_level_display(),
        state=case.state,
        state_label=case.get_state_display(),
        subject=case.subject,
        classification=Classified(
            category=case.category,
            business_channel=case.business_channel,
            cause=case.cause,
            demand=case.demand,
            sensitivity=tuple(case.sensitivity),
        ),
        cause_name=classification.name_of(case.cause),
        responsible=case.responsible,
        path=case.path,
        concerns=tuple(case.concerns),
        owner_id=case.owner_id,
        owner_name=case.owner.name if case.owner else "",
        voiced_at=case.voiced_at,
        opened_at=case.opened_at,
        answered_at=case.answered_at,
        resolved_at=case.resolved_at,
        revision=case.revision,
        is_living=case.state in LIVING,
        customer=card,
        other_cases=Case.objects.filter(customer_id__in=family(customer_id=case.customer_id))
        .exclude(pk=case.pk)[: MOST_OTHERS + 1]
        .count(),
        messages=tuple(
            _message(
                message,
                authors.get(message.author_id, "") if message.author_id else "",
                others.get(message.said_by_id, "") if message.said_by_id else card.name,
            )
            for message in messages
        ),
        promises=tuple(promises_on(subjects=[subject], now=now)[subject]),
        records=tuple(records_of(subject)),
    )


def _message(message: Message, author: str, who: str) -> MessageView:
    return MessageView(
        id=message.pk,
        kind=message.kind,
        channel_label=message.get_channel_display(),
        author=author,
        at=message.at,
        text=message.redacted,
        said_by=message.said_by_id,
        who=who,
    )
