"""Add, correct or remove one sealed value of a customer."""

from __future__ import annotations

from datetime import datetime
from uuid import UUID

from django.db import IntegrityError
from django.utils.translation import gettext as _

from yinuo.core.customers.details import Written, write_value
from yinuo.core.customers.errors import CannotChangeCustomer
from yinuo.core.customers.finding import holders
from yinuo.core.customers.locking import lock_customer, note, touch
from yinuo.core.customers.models import Customer, Detail
from yinuo.core.customers.names import clear_names
from yinuo.core.customers.sealing import store_details
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import transaction
from yinuo.platform.vault.public import sealer_for

# There is one of each of these; a second one takes its place.
SINGLE = frozenset({Detail.Kind.NAME, Detail.Kind.NUMBER, Detail.Kind.IDENTITY})


def set_detail(
    *,
    customer_id: UUID,
    kind: str,
    value: str,
    revision: int | None = None,
    actor: Actor,
    now: datetime,
) -> UUID:
    """
    Keep a further phone, address or account, or put a new name or number in the place of the old one.

    Returns:
        The id of the new detail.

    Raises:
        CannotReadDetails: it cannot be what it is said to be.
        CannotChangeCustomer: the number belongs to another customer, or the value is there already.
        CustomerNotFound, CustomerChangedMeanwhile: see ``lock_customer``.
    """
    spelled = write_value(Detail.Kind(kind), value)
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor, revision=revision)
        _refuse_known(customer, spelled)
        names = {spelled.shown} if spelled.kind is Detail.Kind.NAME else clear_names(customer.pk)
        replaced = spelled.kind in SINGLE and _remove_old(customer, spelled.kind)
        sealer = sealer_for(customer.pk)
        try:
            (detail,) = store_details(customer=customer, sealer=sealer, values=[spelled], names=names)
        except IntegrityError:
            raise CannotChangeCustomer(_("This customer number belongs to another customer.")) from None
        if spelled.kind is Detail.Kind.NAME:
            customer.name_mask = spelled.mask[:16]
        touch(customer, "name_mask")
        note(
            customer,
            "detail_replaced" if replaced else "detail_added",
            actor=actor,
            now=now,
            facts={"kind": kind, "detail": str(detail.pk)},
            sealed=bytes(detail.sealed),
        )
        return detail.pk


def remove_detail(
    *, customer_id: UUID, detail_id: UUID, revision: int | None = None, actor: Actor, now: datetime
) -> None:
    """
    Destroy one value that is wrong or no longer used, and what finds it.

    Raises:
        CannotChangeCustomer: there is no such value, or it is the name.
        CustomerNotFound, CustomerChangedMeanwhile: see ``lock_customer``.
    """
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor, revision=revision)
        detail = customer.details.filter(pk=detail_id).first()
        if detail is None:
            raise CannotChangeCustomer(_("This value is not there any more."))
        if detail.kind == Detail.Kind.NAME:
            raise CannotChangeCustomer(_("A name is corrected, not removed."))
        facts = {"kind": detail.kind, "detail": str(detail.pk)}
        detail.delete()
        touch(customer)
        note(customer, "detail_removed", actor=actor, now=now, facts=facts)


def _refuse_known(customer: Customer, value: Written) -> None:
    if value.kind is Detail.Kind.ADDRESS:
        return
    found = holders(field=value.kind.value, value=value.canonical)
    if customer.pk in found:
        raise CannotChangeCustomer(_("This value is there already."))
    if value.kind is Detail.Kind.NUMBER and found:
        raise CannotChangeCustomer(_("This customer number belongs to another customer."))


def _remove_old(customer: Customer, kind: Detail.Kind) -> bool:
    removed, _rows = customer.details.filter(kind=kind).delete()
    return removed > 0
