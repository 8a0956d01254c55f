"""Register who turned to us, or recognise them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from yinuo.core.customers.details import CustomerDetails, Written, written
from yinuo.core.customers.models import Customer, Detail
from yinuo.core.customers.names import place_of
from yinuo.core.customers.queries import find_customer
from yinuo.platform.audit.public import append
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import Sealer, blind_index, new_owner, sealer_for


@dataclass(frozen=True, kw_only=True)
class CustomerRegistered:
    """Who it is; ``is_new`` when nobody was recognised. ``name`` is clear: for redacting, not for keeping."""

    id: UUID
    is_new: bool
    name: str


def register_customer(
    *, details: CustomerDetails, path: str, tier: str = "", actor: Actor, now: datetime
) -> CustomerRegistered:
    """
    Find the customer by what they say of themself, or make a record for them.

    Recognised are: the same customer number or identity number; or the same name together with the same phone
    or e-mail address. A phone alone recognises nobody: families share them.

    Args:
        path: the organisation node that serves them, for a new record.

    Raises:
        CannotReadDetails: a phone number or an address cannot be read.
    """
    values = written(details)
    with transaction():
        known = find_customer(values)
        if known is None:
            return _register(values, details.name, path, tier, actor, now)
        _add_missing(known, values, actor, now)
        return CustomerRegistered(id=known.pk, is_new=False, name=details.name)


def _register(
    values: list[Written], name: str, path: str, tier: str, actor: Actor, now: datetime
) -> CustomerRegistered:
    name_mask = next((value.mask for value in values if value.kind is Detail.Kind.NAME), "")
    customer = Customer.objects.create(name_mask=name_mask, path=path, tier=tier)
    sealer = new_owner(customer.pk)
    Detail.objects.bulk_create(_sealed(customer, sealer, value) for value in values)
    append(
        stream=f"customer:{customer.pk}",
        action="customer.registered",
        actor=actor.reference,
        at=now,
        facts={"details": ",".join(sorted(value.kind.value for value in values))},
    )
    return CustomerRegistered(id=customer.pk, is_new=True, name=name)


def _add_missing(customer: Customer, values: list[Written], actor: Actor, now: datetime) -> None:
    """Keep a further phone or address of a customer whom we recognised."""
    Customer.objects.select_for_update(no_key=True).get(pk=customer.pk)  # two calls at once add a phone once
    held = set(customer.details.values_list("kind", "found_by"))
    known = {(kind, bytes(found_by)) for kind, found_by in held}
    kinds = {kind for kind, _ in known}
    further = [
        value
        for value in values
        if (value.kind, index_of(value)) not in known
        and (value.kind in {Detail.Kind.PHONE, Detail.Kind.EMAIL} or value.kind not in kinds)
    ]
    if further:
        sealer = sealer_for(customer.pk)
        Detail.objects.bulk_create(_sealed(customer, sealer, value) for value in further)
        append(
            stream=f"customer:{customer.pk}",
            action="customer.details_added",
            actor=actor.reference,
            at=now,
            facts={"details": ",".join(sorted(value.kind.value for value in further))},
        )


def _sealed(customer: Customer, sealer: Sealer, value: Written) -> Detail:
    detail = Detail(customer=customer, kind=value.kind, mask=value.mask, found_by=index_of(value))
    detail.sealed = sealer.seal(place=place_of(detail.pk), value=value.shown)
    return detail


def index_of(value: Written) -> bytes:
    """The keyed hash by which a value is found."""
    return blind_index(field=value.kind.value, value=value.canonical)
