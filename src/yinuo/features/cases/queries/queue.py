"""A queue: one page of the cases of a view, narrowed by filters and words."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db.models import F, Q, QuerySet

from yinuo.core.customers.public import name_masks
from yinuo.core.promises.public import PromiseView, promises_on
from yinuo.features.cases import rules
from yinuo.features.cases.models import LIVING, Case, Kind, Level, Source, State
from yinuo.features.cases.queries.filtering import Filters, narrowed, order_of, ordered
from yinuo.features.cases.queries.scoping import visible_of_owner
from yinuo.features.cases.queries.searching import searches
from yinuo.platform.identity.public import Actor

PAGE = 50
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
    sort = "newest" if search else order_of(view=view, filters=asked)
    found = narrowed(view=view, filters=asked, actor=actor, now=now)
    found = (
        ordered(_beyond(found, sort, after), sort=sort)
        .annotate(owner_name=F("owner__name"))
        .defer("suggested")
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
