"""Bring a one-time code to a customer's phone or address."""

from __future__ import annotations

from uuid import UUID

from yinuo.core.customers.models import Detail
from yinuo.core.customers.names import place_of
from yinuo.core.customers.operations.verify_contact import CONTACTS, sender_for
from yinuo.platform.jobs.public import require_transaction
from yinuo.platform.vault.public import unlock


def deliver_code(*, customer_id: UUID, detail_id: UUID, code: str) -> bool:
    """
    Hand the code to whatever carries codes there; False where nothing does, or the contact is gone.

    Raises:
        CannotOpen: the person's key was destroyed.
    """
    require_transaction("code.delivered")
    detail = Detail.objects.filter(pk=detail_id, customer_id=customer_id, kind__in=CONTACTS).first()
    sender = sender_for(detail.kind) if detail else None
    if detail is None or sender is None:
        return False
    clear = unlock([customer_id]).open(
        owner=customer_id, place=place_of(detail.pk), sealed=bytes(detail.sealed)
    )
    sender(clear, code)
    return True
