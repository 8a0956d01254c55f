"""Add a customer as a colleague or a program takes one down: whole or not at all, and within their reach."""

from __future__ import annotations

from datetime import datetime

from django.utils.translation import gettext as _

from yinuo.core.customers.details import CustomerDetails
from yinuo.core.customers.models import Customer, State
from yinuo.core.customers.operations.change_customer import Profile, change_customer
from yinuo.core.customers.operations.register_customer import CustomerRegistered, register_customer
from yinuo.core.customers.queries.lists import visible
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction


class CannotAddCustomer(DomainError):
    """Whoever it is, they are another unit's customer; nothing was added to their record."""

    code = "customer.of_another_unit"


def add_customer(
    *,
    details: CustomerDetails,
    path: str,
    kind: str = Customer.Kind.PERSON,
    state: str = State.ACTIVE,
    profile: Profile,
    actor: Actor,
    now: datetime,
) -> CustomerRegistered:
    """
    A new record with everything beside it, or the one that is known, with what was missing there.

    Args:
        path: the organisation node that serves a new customer.
        profile: of a new customer; the one of somebody known stays.

    Raises:
        CannotReadDetails: a phone number or an address cannot be read.
        CannotChangeCustomer: a value of the profile is none of those that are known.
        CannotAddCustomer: they are known, beyond the actor's reach.
    """
    with transaction():
        made = register_customer(details=details, path=path, kind=kind, state=state, actor=actor, now=now)
        if made.is_new:
            change_customer(customer_id=made.id, profile=profile, actor=actor, now=now)
        elif not visible(actor).filter(pk=made.id).exists():
            raise CannotAddCustomer(_("This customer is known and belongs to another unit."))
        return made
