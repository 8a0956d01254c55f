"""Recognise somebody who comes back by what they type; what is unknown costs as much as what is known."""

from __future__ import annotations

from collections.abc import Collection, Iterable
from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q
from django.db.models.functions import Coalesce

from yinuo.core.customers.finding import holders
from yinuo.core.customers.models import Customer, Detail, DetailIndex
from yinuo.kernel.canonical_values import (
    UnreadableValue,
    canonical_email,
    canonical_identity,
    canonical_phone,
)
from yinuo.platform.vault.public import search_digests

NOBODY = UUID(int=0)


@dataclass(frozen=True, kw_only=True)
class Contact:
    """A phone or an address of a customer, by their ids: ``customer_id`` is of the record that keeps it."""

    customer_id: UUID
    detail_id: UUID


def customer_with_number(number: str) -> UUID | None:
    """The one customer who has this number of the institution."""
    canonical = canonical_identity(number)[:40]
    found = holders(field=Detail.Kind.NUMBER.value, value=canonical or "?", most=2)
    return found.pop() if len(found) == 1 else None


def customers_with_numbers(numbers: Iterable[str], *, reach: str | None) -> dict[str, UUID]:
    """Who has which of these numbers, within reach; a joined record answers as the one that stays."""
    readings = {number: canonical_identity(number)[:40] for number in numbers}
    wanted = {canonical for canonical in readings.values() if canonical}
    by_digest = {
        digest: canonical
        for canonical in wanted
        for digest in search_digests(field=Detail.Kind.NUMBER.value, value=canonical)
    }
    if not by_digest or reach is None:
        return {}
    found = DetailIndex.objects.filter(
        field=Detail.Kind.NUMBER, digest__in=list(by_digest), customer__erased_at=None
    )
    if reach != "/":
        found = found.filter(
            Q(customer__path__startswith=reach) | Q(customer__merged_into__path__startswith=reach)
        )
    rows = found.annotate(holder=Coalesce("customer__merged_into_id", "customer_id"))
    holders = {by_digest[bytes(digest)]: holder for digest, holder in rows.values_list("digest", "holder")}
    return {number: holders[canonical] for number, canonical in readings.items() if canonical in holders}


def contact_of(*, customer_ids: Collection[UUID], contact: str) -> Contact | None:
    """The phone or address of one of the customers, if one has it; two queries, whoever asks for whom."""
    asked = set(customer_ids) or {NOBODY}
    kind = Detail.Kind.EMAIL if "@" in contact else Detail.Kind.PHONE
    try:
        canonical = canonical_email(contact) if kind is Detail.Kind.EMAIL else canonical_phone(contact)
    except UnreadableValue:
        canonical = "?"
    kept = Customer.objects.filter(pk__in=asked, merged_into__isnull=False)
    heads = asked | set(kept.values_list("merged_into_id", flat=True))
    row = (
        DetailIndex.objects.filter(
            Q(customer_id__in=heads) | Q(customer__merged_into_id__in=heads),
            field=kind.value,
            digest__in=search_digests(field=kind.value, value=canonical),
            detail__isnull=False,
        )
        .values_list("detail__customer_id", "detail_id")
        .first()
    )
    return Contact(customer_id=row[0], detail_id=row[1]) if row else None
