"""Lay a legal hold on a customer, or lift it: while it lies, nothing of theirs is destroyed."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.errors import CannotChangeCustomer
from yinuo.core.customers.locking import lock_customer, note, touch
from yinuo.core.customers.models import LegalHold
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


def place_hold(*, customer_id: UUID, cause: str, reference: str = "", actor: Actor, now: datetime) -> UUID:
    """
    Keep everything of this customer until the hold is lifted.

    Args:
        reference: the number of the proceedings; no personal data.

    Raises:
        CannotChangeCustomer: the cause is none that is known.
        CustomerNotFound: see ``lock_customer``.
    """
    if cause not in LegalHold.Cause.values or len(reference) > 40:
        raise CannotChangeCustomer(_("Choose one of the values offered."))
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor)
        hold = LegalHold.objects.create(
            customer=customer, cause=cause, reference=reference, placed_by=actor.reference, placed_at=now
        )
        touch(customer)
        note(customer, "hold_placed", actor=actor, now=now, facts={"hold": str(hold.pk), "cause": cause})
        return hold.pk


def lift_hold(*, customer_id: UUID, hold_id: UUID, actor: Actor, now: datetime) -> None:
    """
    End a legal hold.

    Raises:
        CannotChangeCustomer: there is none, or it was lifted before.
        CustomerNotFound: see ``lock_customer``.
    """
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor)
        hold = customer.holds.filter(pk=hold_id, lifted_at=None).first()
        if hold is None:
            raise CannotChangeCustomer(_("This hold was lifted already."))
        hold.lifted_at, hold.lifted_by = now, actor.reference
        hold.save(update_fields=["lifted_at", "lifted_by"])
        touch(customer)
        note(customer, "hold_lifted", actor=actor, now=now, facts={"hold": str(hold.pk)})
