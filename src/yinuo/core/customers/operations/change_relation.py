"""Let the relation with a customer take a step: won, asleep, awake again, ended."""

from __future__ import annotations

from datetime import date, datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers import rules
from yinuo.core.customers.events import RelationChanged
from yinuo.core.customers.locking import lock_customer, note, touch
from yinuo.core.customers.models import RelationChange, State
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, transaction


class CannotChangeRelation(DomainError):
    """The step does not exist from where the relation stands, or its end lacks a cause."""

    code = "customer.cannot_change_relation"


def change_relation(
    *,
    customer_id: UUID,
    after: str,
    effective_date: date,
    cause: str = "",
    revision: int | None = None,
    actor: Actor,
    now: datetime,
) -> None:
    """
    Take one step, and keep it in the history from which churn is counted.

    Args:
        effective_date: the day on which it happened, by the institution's clocks; not in the future.
        cause: why the relation ended, one of ``rules.CLOSING_CAUSES``; empty for other steps.

    Raises:
        CannotChangeRelation: there is no such step, the cause is missing, or the day is yet to come.
        CustomerNotFound, CustomerChangedMeanwhile, CannotChangeCustomer: see ``lock_customer``.
    """
    if effective_date > rules.day_of(now):
        raise CannotChangeRelation(_("The day lies in the future; record the step when it has happened."))
    closes = after == State.CLOSED
    if closes != bool(cause) or (cause and cause not in rules.CLOSING_CAUSES):
        raise CannotChangeRelation(_("Say why the relation ended; other steps need no cause."))
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor, revision=revision)
        before = customer.state
        if not rules.may_become(before=before, after=after):
            raise CannotChangeRelation(_("The relation cannot take this step from where it stands."))
        customer.state = after
        customer.closed_date = effective_date if closes else None
        customer.closed_cause = cause
        touch(customer, "state", "closed_date", "closed_cause")
        RelationChange.objects.create(
            customer=customer,
            before=before,
            after=after,
            effective_date=effective_date,
            cause=cause,
            actor=actor.reference,
            at=now,
        )
        facts = {"before": before, "after": after, "on": effective_date.isoformat(), "cause": cause or None}
        note(customer, "relation_changed", actor=actor, now=now, facts=facts)
        publish(
            RelationChanged(
                customer_id=customer.pk,
                before=before,
                after=after,
                effective_date=effective_date,
                cause=cause,
                at=now,
            )
        )
