"""The names of a customer in clear: for taking them out of texts, never for keeping or showing."""

from __future__ import annotations

from uuid import UUID

from django.db.models import Q

from yinuo.core.customers.models import Detail
from yinuo.platform.vault.public import Place, unlock


def clear_names(customer_id: UUID) -> frozenset[str]:
    """
    Every spelling of the customer's name that we hold, opened for the length of one piece of work.

    Raises:
        CannotOpen: the customer's key was destroyed.
    """
    rows = list(
        Detail.objects.filter(
            Q(customer_id=customer_id) | Q(customer__merged_into=customer_id), kind=Detail.Kind.NAME
        ).values_list("pk", "customer_id", "sealed")
    )
    if not rows:
        return frozenset()
    opened = unlock({owner for _pk, owner, _sealed in rows})
    return frozenset(
        opened.open(owner=owner, place=place_of(pk), sealed=bytes(envelope)) for pk, owner, envelope in rows
    )


def place_of(detail_id: UUID) -> Place:
    """Where a sealed detail stands."""
    return Place(table="customers_detail", column="sealed", row=detail_id)
