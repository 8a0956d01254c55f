"""What other rooms show of a customer: masked, a few queries for a whole list."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from uuid import UUID

from django.db.models import Prefetch, Q

from yinuo.core.customers.models import Customer, Detail


@dataclass(frozen=True, kw_only=True)
class CustomerCard:
    """A customer as staff see them: every value masked; ``id`` is of the record that lives on."""

    id: UUID
    name: str
    tier: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    number: str
    identity: str
    vulnerabilities: tuple[str, ...] = ()


def cards(ids: Iterable[UUID]) -> dict[UUID, CustomerCard]:
    """The masked cards of the customers named, by the id that was asked for: two queries for all of them."""
    shown = Prefetch("details", queryset=Detail.objects.defer("sealed").order_by("added_at", "id"))
    rows = Customer.objects.filter(pk__in=set(ids)).select_related("merged_into").prefetch_related(shown)
    return {row.pk: _card(row) for row in rows}


def name_masks(ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """For a list: masked name and tier of the customers named, in one query."""
    rows = Customer.objects.filter(pk__in=set(ids)).values_list("pk", "name_mask", "tier")
    return {pk: (name, tier) for pk, name, tier in rows}


def family(*, customer_id: UUID) -> frozenset[UUID]:
    """Every record that is this customer's: the one that lives on, and those that were joined to it."""
    kept = Customer.objects.filter(pk=customer_id).values_list("merged_into_id", flat=True).first()
    head = kept or customer_id
    return frozenset(Customer.objects.filter(Q(pk=head) | Q(merged_into=head)).values_list("pk", flat=True))


def _card(customer: Customer) -> CustomerCard:
    def masks(kind: Detail.Kind) -> tuple[str, ...]:
        return tuple(detail.mask for detail in customer.details.all() if detail.kind == kind)

    card = CustomerCard(
        id=customer.pk,
        name=customer.name_mask,
        tier=customer.tier,
        phones=masks(Detail.Kind.PHONE),
        emails=masks(Detail.Kind.EMAIL),
        number=next(iter(masks(Detail.Kind.NUMBER)), ""),
        identity=next(iter(masks(Detail.Kind.IDENTITY)), ""),
        vulnerabilities=tuple(customer.vulnerabilities),
    )
    if customer.merged_into is not None:
        kept = customer.merged_into
        return replace(card, id=kept.pk, tier=kept.tier, vulnerabilities=tuple(kept.vulnerabilities))
    return card
