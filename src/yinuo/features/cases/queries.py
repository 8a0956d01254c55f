"""Reads about cases: always within the reader's part of the institution, always masked and redacted."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from yinuo.core.customers.public import CustomerCard, cards, family, name_masks
from yinuo.core.promises.public import PromiseView, promises_on
from yinuo.features.cases import classification, rules
from yinuo.features.cases.counting import counts
from yinuo.features.cases.filtering import SOON, VIEWS, Filters, narrowed, order_of, ordered
from yinuo.features.cases.models import LIVING, Case, Kind, Level, Message, Source, State
from yinuo.features.cases.roles import READERS
from yinuo.features.cases.scoping import visible_cases, visible_of_owner
from yinuo.features.cases.searching import searches
from yinuo.features.cases.together import names_of_speakers, reads_message
from yinuo.features.cases.tracking import find_tracked
from yinuo.platform.audit.public import Record, records_of
from yinuo.platform.identity.public import Actor, names_of

__all__ = [
    "SOON",
    "VIEWS",
    "CaseDetail",
    "CasePage",
    "CaseRow",
    "MessageView",
    "Position",
    "case_detail",
    "counts",
    "id_of",
    "may_read_case",
    "queue",
    "soonest",
    "tracked_case",
]

PAGE = 50
MOST_OTHERS = 99  # from here on the case page says "99+"
FAR_FUTURE = datetime.fromisoformat("9999-01-01T00:00:00+00:00")


@dataclass(frozen=True, kw_only=True)
class CaseRow:
    """A case as queues list it."""

    id: UUID
    number: str
    kind: str
    kind_label: str
    source_label: str
    level: str
    level_label: str
    state: str
    state_label: str
    subject: str
    customer_name: str
    customer_tier: str
    owner_id: UUID | None
    owner_name: str
    opened_at: datetime
    revision: int
    response: PromiseView | None
    decision: PromiseView | None
    letter: PromiseView | None

    @property
    def is_living(self) -> bool:
        return self.state in LIVING

    @property
    def promises(self) -> tuple[PromiseView, ...]:
        return tuple(promise for promise in (self.response, self.decision, self.letter) if promise)


@dataclass(frozen=True, kw_only=True)
class CasePage:
    """One page of a queue; ``after`` names the next one, None where there is none."""

    rows: tuple[CaseRow, ...]
    after: Position | None


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a page ends: the sort value and id of its last row."""

    at: datetime
    id: UUID


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
class CaseDetail:
    """A case as its page shows it."""

    id: UUID
    number: str
    kind: str
    kind_label: str
    source_label: str
    level_label: str
    state: str
    state_label: str
    subject: str
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


def queue(
    *,
    view: str,
    actor: Actor,
    now: datetime,
    search: str = "",
    filters: Filters | None = None,
    after: Position | None = None,
    limit: int = PAGE,
) -> CasePage:
    """
    One page of a queue, what is owed soonest first; the view "all" and searches go newest first.

    Args:
        view: one of ``VIEWS``.
        search: words of the number, or of what was said as far as it is not sealed.
        filters: what else is asked of the cases.
    """
    asked = filters or Filters()
    sort = "newest" if search else order_of(view, asked)
    found = narrowed(view=view, filters=asked, actor=actor, now=now)
    found = (
        ordered(_beyond(found, sort, after), sort).annotate(owner_name=F("owner__name")).defer("suggested")
    )
    until = after.at if after else now
    rows = _found(found, search, actor, until, limit + 1) if search else list(found[: limit + 1])
    page = rows[:limit]
    last = page[-1] if len(rows) > limit else None
    position = None
    if last is not None:
        at = (last.attention_at or FAR_FUTURE) if sort == "due" else last.opened_at
        position = Position(at=at, id=last.pk)
    return CasePage(rows=_rows(page, now), after=position)


def soonest(*, actor: Actor) -> datetime | None:
    """When the next thing on the actor's own cases is owed."""
    return (
        visible_of_owner(actor)
        .filter(owner_id=actor.id, state__in=LIVING, attention_at__isnull=False)
        .order_by("attention_at")
        .values_list("attention_at", flat=True)
        .first()
    )


def case_detail(*, number: str, actor: Actor, now: datetime) -> CaseDetail | None:
    """The case of that number, or None when it does not exist for this actor."""
    case = _visible(actor).select_related("owner").filter(number=number).first()
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
    return _visible(actor).filter(number=number).values_list("pk", flat=True).first()


def state_of(*, case_id: UUID) -> str:
    """One of ``State``."""
    return Case.objects.values_list("state", flat=True).get(pk=case_id)


def may_read_case(*, subject_id: UUID, actor: Actor) -> bool:
    """Whether the actor works with cases and sees this one."""
    return actor.has(*READERS) and _visible(actor).filter(pk=subject_id).exists()


def _visible(actor: Actor) -> QuerySet[Case]:
    return visible_cases(actor)


def _found(found: QuerySet[Case], search: str, actor: Actor, until: datetime, wanted: int) -> list[Case]:
    """The newest cases that hold the words; further back only while there are too few."""
    rows: list[Case] = []
    for words in searches(typed=search, reach=actor.reach or "", until=until):
        rows = list(found.filter(text__words__holds=words)[:wanted])
        if len(rows) == wanted:
            break
    return rows


def _beyond(found: QuerySet[Case], sort: str, after: Position | None) -> QuerySet[Case]:
    """What stands after a position."""
    if after is None:
        return found
    if sort == "newest":
        return found.filter(opened_at__lte=after.at).exclude(opened_at=after.at, pk__gte=after.id)
    if sort == "oldest":
        return found.filter(opened_at__gte=after.at).exclude(opened_at=after.at, pk__lte=after.id)
    if after.at >= FAR_FUTURE:
        return found.filter(attention_at__isnull=True, pk__gt=after.id)
    return found.filter(
        Q(attention_at__gt=after.at)
        | Q(attention_at=after.at, pk__gt=after.id)
        | Q(attention_at__isnull=True)
    )


def _rows(cases: Sequence[Case], now: datetime) -> tuple[CaseRow, ...]:
    names = name_masks(case.customer_id for case in cases)
    promises = promises_on(subjects=[f"case:{case.pk}" for case in cases], now=now)
    return tuple(_row(case, names[case.customer_id], promises[f"case:{case.pk}"]) for case in cases)


def _row(case: Case, customer: tuple[str, str], promises: list[PromiseView]) -> CaseRow:
    decision = next((promise for promise in promises if promise.duty.endswith(".decision")), None)
    letter = next((promise for promise in promises if promise.duty == rules.LETTER), None)
    response = next((promise for promise in promises if promise not in (decision, letter)), None)
    return CaseRow(
        id=case.pk,
        number=case.number,
        kind=case.kind,
        kind_label=str(Kind(case.kind).label),
        source_label=str(Source(case.source).label),
        level=case.level,
        level_label=str(Level(case.level).label),
        state=case.state,
        state_label=str(State(case.state).label),
        subject=case.subject,
        customer_name=customer[0],
        customer_tier=customer[1],
        owner_id=case.owner_id,
        owner_name=case.owner_name or "",  # type: ignore[attr-defined] # annotated
        opened_at=case.opened_at,
        revision=case.revision,
        response=response,
        decision=decision,
        letter=letter,
    )


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
        source_label=case.get_source_display(),
        level_label=case.get_level_display(),
        state=case.state,
        state_label=case.get_state_display(),
        subject=case.subject,
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
