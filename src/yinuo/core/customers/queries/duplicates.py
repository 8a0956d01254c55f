"""Records that may be of one customer, found by equal keyed hashes; and what joining two would give."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db import connection

from yinuo.core.customers.models import Customer
from yinuo.core.customers.operations.merge_customers import contradiction
from yinuo.core.customers.queries.lists import CustomerRow, rows_of, visible
from yinuo.core.customers.queries.portrait import Portrait, portrait
from yinuo.platform.identity.public import Actor

MOST = 50
# Two records that share an identity number, or a name together with a phone, e-mail or account; of everybody, or
# of one customer. A name alone, or a family's phone, says nothing.
_PAIRS = """
WITH shared AS (
    SELECT least(a.customer_id, b.customer_id) AS one, greatest(a.customer_id, b.customer_id) AS other, a.field
    FROM customers_detailindex a
    JOIN customers_detailindex b ON b.digest = a.digest AND b.field = a.field AND b.customer_id <> a.customer_id
    WHERE a.field IN ('IDENTITY', 'PHONE', 'EMAIL', 'ACCOUNT') AND {whose}
    GROUP BY 1, 2, 3
), named AS (
    SELECT s.one, s.other, s.field FROM shared s
    WHERE s.field = 'IDENTITY' OR EXISTS (
        SELECT 1 FROM customers_detailindex a JOIN customers_detailindex b
        ON b.digest = a.digest AND b.field = 'NAME' AND b.customer_id = s.other
        WHERE a.field = 'NAME' AND a.customer_id = s.one
        AND a.detail_id IN (SELECT id FROM customers_detail WHERE customer_id = s.one AND kind = 'NAME')
    )
)
SELECT n.one, n.other, array_agg(DISTINCT n.field ORDER BY n.field) FROM named n
JOIN customers_customer c ON c.id = n.one AND c.merged_into_id IS NULL AND c.path LIKE %(reach)s
JOIN customers_customer d ON d.id = n.other AND d.merged_into_id IS NULL AND d.path LIKE %(reach)s
WHERE NOT EXISTS (SELECT 1 FROM customers_dismissal x WHERE x.one_id = n.one AND x.other_id = n.other)
GROUP BY 1, 2 ORDER BY 2 DESC, 1 DESC LIMIT %(most)s
"""
_EVERYBODY = "a.customer_id < b.customer_id"
_ONE = "a.detail_id IN (SELECT id FROM customers_detail WHERE customer_id = %(customer)s)"


@dataclass(frozen=True, kw_only=True)
class DuplicatePair:
    """Two records and the kinds of value that both have."""

    one: CustomerRow
    other: CustomerRow
    shared: tuple[str, ...]


@dataclass(frozen=True, kw_only=True)
class MergePreview:
    """
    What joining would give.

    Attributes:
        contradiction: kinds or identity numbers differ: it would be refused.
        crossing: the records belong to two units.
    """

    kept: Portrait
    merged: Portrait
    contradiction: bool
    crossing: bool


def duplicates(*, actor: Actor) -> tuple[DuplicatePair, ...]:
    """Pairs among all customers within reach, the newest first."""
    return _pairs(_EVERYBODY, actor=actor, customer=None)


def duplicates_of(*, customer_id: UUID, actor: Actor) -> tuple[DuplicatePair, ...]:
    """Pairs with one customer; the other one stands in ``other``."""
    pairs = _pairs(_ONE, actor=actor, customer=customer_id)
    return tuple(
        pair
        if pair.one.id == customer_id
        else DuplicatePair(one=pair.other, other=pair.one, shared=pair.shared)
        for pair in pairs
    )


def merge_preview(*, kept_id: UUID, merged_id: UUID, actor: Actor) -> MergePreview | None:
    """Both records side by side, or None when one of them does not exist for this actor."""
    kept = portrait(customer_id=kept_id, actor=actor)
    merged = portrait(customer_id=merged_id, actor=actor)
    if kept is None or merged is None or kept.id == merged.id:
        return None
    both: dict[UUID, Customer] = visible(actor).in_bulk([kept.id, merged.id])
    return MergePreview(
        kept=kept,
        merged=merged,
        contradiction=contradiction(one=both[kept.id], other=both[merged.id]),
        crossing=kept.path != merged.path,
    )


def _pairs(whose: str, *, actor: Actor, customer: UUID | None) -> tuple[DuplicatePair, ...]:
    if actor.reach is None:
        return ()
    values: dict[str, str | int | UUID | None] = {
        "reach": f"{actor.reach}%",
        "most": MOST,
        "customer": customer,
    }
    with connection.cursor() as cursor:
        cursor.execute(_PAIRS.format(whose=whose), values)
        found = cursor.fetchall()
    rows = {
        row.id: row
        for row in rows_of({pk for one, other, _shared in found for pk in (one, other)}, actor=actor)
    }
    return tuple(
        DuplicatePair(one=rows[one], other=rows[other], shared=tuple(shared))
        for one, other, shared in found
        if one in rows and other in rows
    )
