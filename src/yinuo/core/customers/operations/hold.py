"""Lay a legal hold on a customer, or lift it: while it lies, nothing of theirs is destroyed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from yinuo.core.customers.locking import lock_customer, touch
from yinuo.core.customers.queries import family
from yinuo.core.customers.references import refuse_personal
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault import public as vault


def place_hold(*, customer_id: UUID, cause: str, reference: str = "", actor: Actor, now: datetime) -> UUID:
    """
    Keep everything of this customer until the hold is lifted; the vault keeps the hold.

    Args:
        reference: the number of the proceedings; no personal data.

    Raises:
        CannotHold: the cause is none that is known.
        CannotChangeCustomer: the reference holds personal data; it stands in clear.
        CustomerNotFound, CannotChangeCustomer: see ``lock_customer``.
    """
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor)
        refuse_personal(reference, customer=customer)
        touch(customer)
        return vault.place_hold(
            owner=customer.pk,
            cause=cause,
            reference=reference,
            actor=actor,
            now=now,
            stream=f"customer:{customer.pk}",
        )


def lift_hold(*, customer_id: UUID, hold_id: UUID, actor: Actor, now: datetime) -> None:
    """
    End a legal hold, also one on a record that was joined to this one.

    Raises:
        CannotHold: there is none, or it was lifted before.
        CustomerNotFound, CannotChangeCustomer: see ``lock_customer``.
    """
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor)
        lying = {hold.id: hold.owner for hold in vault.holds_on(family(customer_id=customer.pk))}
        touch(customer)
        vault.lift_hold(
            hold_id=hold_id,
            owner=lying.get(hold_id, customer.pk),
            actor=actor,
            now=now,
            stream=f"customer:{customer.pk}",
        )
