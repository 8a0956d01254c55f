"""Register who turned to us, or recognise them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from django.utils.translation import gettext as _

from yinuo.core.customers import rules
from yinuo.core.customers.details import CustomerDetails, Written, written
from yinuo.core.customers.finding import find_customer
from yinuo.core.customers.locking import note
from yinuo.core.customers.models import Customer, Detail, DetailIndex, RelationChange, State
from yinuo.core.customers.names import clear_names
from yinuo.core.customers.queries.lists import visible
from yinuo.core.customers.sealing import sealed_details, store_details
from yinuo.kernel.errors import DomainError
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import insert_rows, transaction
from yinuo.platform.vault.public import Sealer, first_key, sealer_for, search_digests


class CannotTakeRecord(DomainError):
    """The record that was chosen is not there for this actor."""

    code = "customer.cannot_take_record"


@dataclass(frozen=True, kw_only=True)
class CustomerRegistered:
    """
    Who it is.

    Attributes:
        is_new: nobody was recognised.
        name, names: as they call themself now, and every spelling that we hold; clear, for redacting, not for keeping.
        sealer: seals what else is written of them in the same transaction.
    """

    id: UUID
    is_new: bool
    name: str
    names: frozenset[str]
    tier: str
    sealer: Sealer


def register_customer(
    *,
    details: CustomerDetails,
    path: str,
    tier: str = "",
    kind: str = Customer.Kind.PERSON,
    state: str = State.ACTIVE,
    actor: Actor,
    now: datetime,
) -> CustomerRegistered:
    """
    Find the customer by what they say of themself, or make a record for them.

    Recognised are: the same customer number or identity number; or the same name together with the same phone
    or e-mail address. A phone alone recognises nobody: families share them. A record that a colleague chose is
    taken as it is, within what they may see.

    Args:
        path: the organisation node that serves them, for a new record.

    Raises:
        CannotReadDetails: a phone number or an address cannot be read.
        CannotTakeRecord: the chosen record was erased or joined to another one, or is beyond the actor's reach.
    """
    values = written(details)
    with transaction():
        known = _chosen(details.known_as, actor) if details.known_as else find_customer(values)
        if known is None:
            customer = Customer(path=path, tier=tier, kind=kind, state=state)
            return _register(customer, values, details.name, actor, now)
        sealer = sealer_for(known.pk)
        _add_missing(known, values, sealer, actor, now)
        return CustomerRegistered(
            id=known.pk,
            is_new=False,
            name=details.name,
            names=_called(details.name) | clear_names(known.pk),
            tier=known.tier,
            sealer=sealer,
        )


def _chosen(pk: UUID, actor: Actor) -> Customer:
    chosen = visible(actor).filter(pk=pk, erased_at=None).first()
    if chosen is None:
        raise CannotTakeRecord(_("The customer whom you chose is not to be had any more; search again."))
    return chosen


def _register(
    customer: Customer, values: list[Written], name: str, actor: Actor, now: datetime
) -> CustomerRegistered:
    customer.name_mask = next((value.mask for value in values if value.kind is Detail.Kind.NAME), "")[:16]
    customer.created_at = now
    key, sealer = first_key(customer.pk)
    stored, index = sealed_details(customer=customer, sealer=sealer, values=values)
    change = RelationChange(
        customer=customer,
        after=customer.state,
        effective_date=rules.day_of(now),
        actor=actor.reference,
        at=now,
    )
    insert_rows([customer], [key], stored, index, [change])
    facts = {"details": ",".join(sorted(value.kind.value for value in values))}
    note(customer, "registered", actor=actor, now=now, facts=facts)
    return CustomerRegistered(
        id=customer.pk, is_new=True, name=name, names=_called(name), tier=customer.tier, sealer=sealer
    )


def _called(name: str) -> frozenset[str]:
    return frozenset({name} if name else ())


def _add_missing(
    customer: Customer, values: list[Written], sealer: Sealer, actor: Actor, now: datetime
) -> None:
    """Keep a further phone or address of a customer whom we recognised."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)  # two calls at once add a phone once
    kinds = set(Detail.objects.filter(customer=customer).values_list("kind", flat=True))
    further = [
        value
        for value in values
        if (value.kind in {Detail.Kind.PHONE, Detail.Kind.EMAIL} or value.kind not in kinds)
        and not _held(customer, value)
    ]
    if further:
        store_details(
            customer=customer,
            sealer=sealer,
            values=further,
            names=clear_names(customer.pk),
        )
        facts = {"details": ",".join(sorted(value.kind.value for value in further))}
        note(customer, "details_added", actor=actor, now=now, facts=facts)


def _held(customer: Customer, value: Written) -> bool:
    return DetailIndex.objects.filter(
        customer=customer,
        field=value.kind.value,
        digest__in=search_digests(field=value.kind.value, value=value.canonical),
    ).exists()
