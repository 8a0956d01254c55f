"""The address to which a customer is written: one that was verified, opened only for the moment of sending."""

from __future__ import annotations

from dataclasses import dataclass
from uuid import UUID

from django.db.models import Q, QuerySet

from yinuo.core.customers.models import Detail
from yinuo.core.customers.names import place_of
from yinuo.platform.vault.public import unlock


@dataclass(frozen=True, kw_only=True)
class Mailbox:
    """A verified address of a customer, masked."""

    detail_id: UUID
    mask: str


def verified_mailbox(*, customer_id: UUID) -> Mailbox | None:
    """The address that was verified last; None where every address was merely claimed."""
    row = _verified(customer_id).order_by("-verified_at", "-pk").values_list("pk", "mask").first()
    return Mailbox(detail_id=row[0], mask=row[1]) if row else None


def clear_address(*, customer_id: UUID, detail_id: UUID) -> str | None:
    """
    The address in clear: for sending, never for keeping or showing; None where it is gone or no longer verified.

    Raises:
        CannotOpen: the customer's key was destroyed.
    """
    row = _verified(customer_id).filter(pk=detail_id).values_list("customer_id", "sealed").first()
    if row is None:
        return None
    owner, sealed = row
    return unlock([owner]).open(owner=owner, place=place_of(detail_id), sealed=bytes(sealed))


def _verified(customer_id: UUID) -> QuerySet[Detail]:
    theirs = Q(customer_id=customer_id) | Q(customer__merged_into=customer_id)
    return Detail.objects.filter(theirs, kind=Detail.Kind.EMAIL, verified_at__isnull=False)
