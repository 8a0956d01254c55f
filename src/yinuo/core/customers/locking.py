"""Take hold of a customer for writing: within the actor's reach, as the actor saw them."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers.errors import CannotChangeCustomer, CustomerChangedMeanwhile, CustomerNotFound
from yinuo.core.customers.models import Customer
from yinuo.platform.audit.public import Facts, append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import require_transaction


def lock_customer(*, customer_id: UUID, actor: Actor, revision: int | None = None) -> Customer:
    """
    The customer, locked until the commit; a joined record leads to the one that lives on.

    Args:
        revision: what the actor saw; None where the actor saw nothing (an integration).

    Raises:
        CustomerNotFound: they do not exist, or lie outside the actor's reach.
        CustomerChangedMeanwhile: the record has another revision by now.
        CannotChangeCustomer: the record was erased.
    """
    require_transaction("customer.lock")
    customer = (
        Customer.objects.select_for_update(no_key=True).filter(pk=customer_id, merged_into=None).first()
        if actor.reach
        else None
    )
    if customer is None or not actor.sees(customer.path):
        raise CustomerNotFound(_("There is no such customer, or they belong to another unit."))
    if customer.erased_at is not None:
        raise CannotChangeCustomer(_("This customer's data were erased; nothing can be added."))
    if revision is not None and revision != customer.revision:
        raise CustomerChangedMeanwhile(
            _("A colleague changed this customer meanwhile. Look at the change, then send yours again.")
        )
    return customer


def touch(customer: Customer, *fields: str) -> None:
    """Store ``fields`` of a locked customer as one more revision."""
    customer.revision += 1
    customer.save(update_fields=["revision", *fields])


def note(
    customer: Customer,
    action: str,
    *,
    actor: Actor,
    now: datetime,
    facts: Facts | None = None,
    sealed: bytes | None = None,
) -> None:
    """Append what happened to a locked customer to their evidence."""
    append(
        stream=f"customer:{customer.pk}",
        action=f"customer.{action}",
        actor=actor.reference,
        at=now,
        facts=facts,
        sealed=sealed,
    )
