"""Reads about customers: always masked here."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from uuid import UUID

from yinuo.core.customers.details import Written
from yinuo.core.customers.models import Customer, Detail
from yinuo.platform.vault.public import blind_index

_IDENTIFYING = (Detail.Kind.NUMBER, Detail.Kind.IDENTITY)
_CONTACT = (Detail.Kind.PHONE, Detail.Kind.EMAIL)


@dataclass(frozen=True, kw_only=True)
class CustomerCard:
    """A customer as staff see them: every value masked."""

    id: UUID
    name: str
    tier: str
    phones: tuple[str, ...]
    emails: tuple[str, ...]
    number: str
    identity: str


def cards(ids: Iterable[UUID]) -> dict[UUID, CustomerCard]:
    """The masked cards of the customers named: two queries for all of them."""
    rows = Customer.objects.filter(pk__in=set(ids)).prefetch_related("details")
    return {row.pk: _card(row) for row in rows}


def name_masks(ids: Iterable[UUID]) -> dict[UUID, tuple[str, str]]:
    """For a list: masked name and tier of the customers named, in one query."""
    rows = Customer.objects.filter(pk__in=set(ids)).values_list("pk", "name_mask", "tier")
    return {pk: (name, tier) for pk, name, tier in rows}


def find_customer(values: list[Written]) -> Customer | None:
    """The one customer whom the values recognise beyond doubt, or None."""
    by_kind = {value.kind: blind_index(field=value.kind.value, value=value.canonical) for value in values}
    for kind in _IDENTIFYING:
        if kind in by_kind:
            found = _holders(kind, by_kind[kind])
            if len(found) == 1:
                return Customer.objects.get(pk=found.pop())
    if Detail.Kind.NAME in by_kind:
        named = _holders(Detail.Kind.NAME, by_kind[Detail.Kind.NAME])
        for kind in _CONTACT:
            both = named & _holders(kind, by_kind[kind]) if kind in by_kind else set()
            if len(both) == 1:
                return Customer.objects.get(pk=both.pop())
    return None


def _holders(kind: Detail.Kind, found_by: bytes) -> set[UUID]:
    return set(Detail.objects.filter(kind=kind, found_by=found_by).values_list("customer_id", flat=True))


def _card(customer: Customer) -> CustomerCard:
    def masks(kind: Detail.Kind) -> tuple[str, ...]:
        return tuple(detail.mask for detail in customer.details.all() if detail.kind == kind)

    return CustomerCard(
        id=customer.pk,
        name=customer.name_mask,
        tier=customer.tier,
        phones=masks(Detail.Kind.PHONE),
        emails=masks(Detail.Kind.EMAIL),
        number=next(iter(masks(Detail.Kind.NUMBER)), ""),
        identity=next(iter(masks(Detail.Kind.IDENTITY)), ""),
    )
