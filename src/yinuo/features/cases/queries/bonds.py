"""What a case belongs to, as its page shows it: within the reader's reach, in a fixed number of queries."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from django.db.models import Q
from django.utils.translation import gettext as _

from yinuo.features.cases.models import LIVING, Case, Kind, Link, Relation, State
from yinuo.features.cases.operations.reopen_case import AGAIN
from yinuo.features.cases.operations.request_review import review_until
from yinuo.features.cases.queries.case import CaseDetail
from yinuo.features.cases.roles import HANDLERS
from yinuo.platform.identity.public import Actor


@dataclass(frozen=True, kw_only=True)
class Bond:
    """Another case, and what it is to this one."""

    number: str
    label: str
    subject: str
    state_label: str


@dataclass(frozen=True, kw_only=True)
class Bonds:
    """
    Everything that ties a case, and what may be done about it.

    Attributes:
        likely: living cases of the same customer and kind that may be the same matter.
    """

    related: tuple[Bond, ...]
    likely: tuple[Bond, ...]
    is_merged: bool
    may_relate: bool
    may_reopen: bool
    may_review: bool


def bonds_of(*, case: CaseDetail, actor: Actor, now: datetime) -> Bonds:
    """The bonds of a case that the actor sees."""
    row = Case.objects.get(pk=case.id)
    links = Link.objects.filter(Q(one=row) | Q(other=row)).values_list("one_id", "other_id")
    linked = {one if other == row.pk else other for one, other in links}
    near = Q(parent=row) | Q(merged_into=row) | Q(pk__in=linked)
    near |= Q(pk=row.parent_id) | Q(pk=row.merged_into_id)
    found = list(
        Case.objects.filter(near, path__startswith=actor.reach or "-")
        .exclude(pk=row.pk)
        .order_by("opened_at")
    )
    likely = _likely(row, actor, known={one.pk for one in found}) if case.is_living else ()
    may = actor.has(*HANDLERS)
    children = {one.relation for one in found if one.parent_id == row.pk}
    decided = row.kind == Kind.COMPLAINT and row.state == State.RESOLVED and row.resolved_at is not None
    return Bonds(
        related=tuple(_bond(one, _label(one, row)) for one in found),
        likely=likely,
        is_merged=row.state == State.MERGED,
        may_relate=may,
        may_reopen=may and row.state in AGAIN and Relation.ROUND not in children,
        may_review=may
        and decided
        and row.relation != Relation.REVIEW
        and Relation.REVIEW not in children
        and row.resolved_at is not None
        and now <= review_until(resolved_at=row.resolved_at),
    )


def _likely(row: Case, actor: Actor, *, known: set[object]) -> tuple[Bond, ...]:
    """At most three living cases of the same customer whose redacted subjects share half of their pairs of signs."""
    others = Case.objects.filter(
        customer_id=row.customer_id,
        kind=row.kind,
        state__in=LIVING,
        path__startswith=actor.reach or "-",
    ).exclude(pk__in={row.pk, *known})
    scored = [(_similarity(row.subject, one.subject), one) for one in others.order_by("-opened_at")[:20]]
    return tuple(_bond(one, "") for score, one in scored if score >= SIMILAR)[:3]


SIMILAR = 0.5


def _similarity(one: str, other: str) -> float:
    """The share of pairs of neighbouring signs that two texts have in common, from 0 to 1."""
    pairs = [{text[at : at + 2] for at in range(max(1, len(text) - 1))} for text in (one, other)]
    return 2 * len(pairs[0] & pairs[1]) / (len(pairs[0]) + len(pairs[1]))


def _label(one: Case, row: Case) -> str:
    if one.pk == row.merged_into_id:
        return _("Lives on as")
    if one.merged_into_id == row.pk:
        return _("Merged into this one")
    if one.pk == row.parent_id:
        return {
            Relation.ROUND: _("Earlier round"),
            Relation.REVIEW: _("Decision under review"),
            Relation.SPLIT: _("Split off from"),
        }.get(Relation(row.relation), "")
    return str(one.get_relation_display()) if one.parent_id == row.pk else _("Linked")


def _bond(case: Case, label: str) -> Bond:
    return Bond(
        number=case.number, label=label, subject=case.subject, state_label=str(case.get_state_display())
    )
