"""The names of a customer in clear: for taking them out of texts, never for keeping or showing."""

from __future__ import annotations

from uuid import UUID

from yinuo.core.customers.models import Detail
from yinuo.platform.vault.public import Place, unlock


def clear_names(customer_id: UUID) -> frozenset[str]:
    """
    Every spelling of the customer's name that we hold, opened for the length of one piece of work.

    Raises:
        CannotOpen: the customer's key was destroyed.
    """
    sealed = Detail.objects.filter(customer_id=customer_id, kind=Detail.Kind.NAME).values_list("pk", "sealed")
    rows = list(sealed)
    if not rows:
        return frozenset()
    opened = unlock([customer_id])
    return frozenset(
        opened.open(owner=customer_id, place=place_of(pk), sealed=bytes(envelope)) for pk, envelope in rows
    )


def place_of(detail_id: UUID) -> Place:
    """Where a sealed detail stands."""
    return Place(table="customers_detail", column="sealed", row=detail_id)
