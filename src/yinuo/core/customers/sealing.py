"""Seal values of a customer, and store them with what finds them."""

from __future__ import annotations

from collections.abc import Iterable

from yinuo.core.customers.details import Written
from yinuo.core.customers.indexing import index_rows
from yinuo.core.customers.models import Customer, Detail, DetailIndex
from yinuo.core.customers.names import place_of
from yinuo.platform.jobs.public import insert_rows
from yinuo.platform.vault.public import Sealer


def store_details(
    *, customer: Customer, sealer: Sealer, values: Iterable[Written], names: Iterable[str] = ()
) -> list[Detail]:
    """
    Keep ``values``, sealed, masked and indexed.

    Args:
        names: what the customer is called already, for the compound indexes.
    """
    details, index = sealed_details(customer=customer, sealer=sealer, values=values, names=names)
    insert_rows(details, index)
    return details


def sealed_details(
    *, customer: Customer, sealer: Sealer, values: Iterable[Written], names: Iterable[str] = ()
) -> tuple[list[Detail], list[DetailIndex]]:
    """The rows that ``store_details`` stores."""
    pairs = []
    for value in values:
        detail = Detail(customer=customer, kind=value.kind, mask=value.mask)
        detail.sealed = sealer.seal(place=place_of(detail.pk), value=value.shown)
        pairs.append((value, detail))
    index = index_rows(
        customer=customer, details=[(value, detail.pk) for value, detail in pairs], names=names
    )
    return [detail for _value, detail in pairs], index
