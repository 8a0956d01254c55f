"""Lists of customers within reach, filtered, the newest first, page by page."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.db import connection
from django.db.models import F, QuerySet

from yinuo.core.customers.models import Customer, Detail, Segment, State
from yinuo.platform.identity.public import Actor

PAGE = 50


@dataclass(frozen=True, kw_only=True)
class Position:
    """Where a page ends: ids grow with time."""

    id: UUID


@dataclass(frozen=True, kw_only=True)
class Filters:
    """Which customers; empty means all."""

    path: str = ""
    tier: str = ""
    state: str = ""
    segment: str = ""


@dataclass(frozen=True, kw_only=True)
class CustomerRow:
    """A customer as lists show them."""

    id: UUID
    name: str
    kind: str
    tier: str
    segment: str
    segment_label: str
    state: str
    state_label: str
    path: str
    manager_name: str
    number: str
    phone: str
    vulnerable: bool
    erased: bool
    created_at: datetime


@dataclass(frozen=True, kw_only=True)
class CustomerPage:
    """One page; ``after`` names the next one, None where there is none."""

    rows: tuple[CustomerRow, ...]
    after: Position | None


def visible(actor: Actor) -> QuerySet[Customer]:
    """The living records in the actor's part of the institution."""
    if actor.reach is None:
        return Customer.objects.none()
    return Customer.objects.filter(path__startswith=actor.reach, merged_into=None)


def customer_list(
    *, actor: Actor, filters: Filters, after: Position | None = None, limit: int = PAGE
) -> CustomerPage:
    """One page of the customers within reach, the newest first."""
    found = visible(actor)
    if filters.path:
        found = found.filter(path__startswith=filters.path)
    if filters.tier:
        found = found.filter(tier=filters.tier)
    if filters.state in State.values:
        found = found.filter(state=filters.state)
    if filters.segment in Segment.values:
        found = found.filter(segment=filters.segment)
    if after:
        found = found.filter(pk__lt=after.id)
    ids = list(found.order_by("-pk").values_list("pk", flat=True)[: limit + 1])
    page = ids[:limit]
    position = Position(id=page[-1]) if len(ids) > limit else None
    return CustomerPage(rows=rows_of(page, actor=actor), after=position)


def rows_of(ids: Iterable[UUID], *, actor: Actor) -> tuple[CustomerRow, ...]:
    """The rows of the customers named who are within reach, in the order named: two queries."""
    wanted = list(ids)
    found = {
        row.pk: row for row in visible(actor).filter(pk__in=wanted).annotate(manager_name=F("manager__name"))
    }
    masks: dict[tuple[UUID, str], str] = {}
    shown = Detail.objects.filter(customer_id__in=found, kind__in=(Detail.Kind.NUMBER, Detail.Kind.PHONE))
    for owner, kind, mask in shown.order_by("-added_at", "-id").values_list("customer_id", "kind", "mask"):
        masks[owner, kind] = mask
    return tuple(_row(found[pk], masks) for pk in wanted if pk in found)


def tiers() -> tuple[str, ...]:
    """The tiers in use, each found by one step in the index and not by reading all customers."""
    with connection.cursor() as cursor:
        cursor.execute(
            "WITH RECURSIVE used AS ((SELECT min(tier) AS tier FROM customers_customer WHERE tier > '')"
            " UNION ALL SELECT (SELECT min(tier) FROM customers_customer WHERE tier > used.tier)"
            " FROM used WHERE used.tier IS NOT NULL) SELECT tier FROM used WHERE tier IS NOT NULL LIMIT 50"
        )
        return tuple(tier for (tier,) in cursor.fetchall())


def _row(customer: Customer, masks: dict[tuple[UUID, str], str]) -> CustomerRow:
    return CustomerRow(
        id=customer.pk,
        name=customer.name_mask,
        kind=customer.kind,
        tier=customer.tier,
        segment=customer.segment,
        segment_label=customer.get_segment_display(),
        state=customer.state,
        state_label=customer.get_state_display(),
        path=customer.path,
        manager_name=customer.manager_name or "",  # type: ignore[attr-defined]
        number=masks.get((customer.pk, "NUMBER"), ""),
        phone=masks.get((customer.pk, "PHONE"), ""),
        vulnerable=bool(customer.vulnerabilities),
        erased=customer.erased_at is not None,
        created_at=customer.created_at,
    )
