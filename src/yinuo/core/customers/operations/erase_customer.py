"""Make a customer's data unreadable for good: two people decide, the law and legal holds are asked first."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import datetime
from typing import Any
from uuid import UUID

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from yinuo.core.customers.events import CustomerErased
from yinuo.core.customers.locking import lock_customer, note, touch
from yinuo.core.customers.models import ContactCode, Customer, State
from yinuo.core.customers.queries import family
from yinuo.core.customers.roles import STEWARDS
from yinuo.kernel.errors import DomainError
from yinuo.platform.approvals.public import (
    ApprovalKind,
    Line,
    Request,
    register_approval_kind,
    request_approval,
)
from yinuo.platform.identity.public import Actor
from yinuo.platform.jobs.public import publish, transaction
from yinuo.platform.vault.public import Block, Kept, erase_owner, erasure_blocked_by

KIND = "customers.erase"


class CannotEraseCustomer(DomainError):
    """A legal hold or the law keeps the data; the text says which and until when."""

    code = "customer.cannot_erase"


def blocked_by(*, customer_id: UUID, now: datetime) -> list[str]:
    """Every reason why the customer's data must be kept now, as sentences; empty when they may go."""
    return list(dict.fromkeys(block.text for block in blocks_of(customer_id=customer_id, now=now)))


def blocks_of(*, customer_id: UUID, now: datetime) -> list[Block]:
    """What keeps the customer's data and those of every record that was joined to them."""
    records = sorted(family(customer_id=customer_id))
    return [block for record in records for block in erasure_blocked_by(owner=record, now=now)]


def ask_to_erase(*, customer_id: UUID, reason: str, actor: Actor, now: datetime) -> UUID:
    """
    Ask a second person to erase a customer; nothing is destroyed before they agree.

    Raises:
        CannotEraseCustomer: a hold or the law keeps the data.
        CannotRequestApproval: the actor may not ask, or gave no reason.
        CustomerNotFound, CannotChangeCustomer: see ``lock_customer``.
    """
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor)
        _refuse_blocked(customer.pk, now)
        return request_approval(
            kind=KIND,
            subject=f"customer:{customer.pk}",
            content=_content(customer),
            reason=reason,
            path=customer.path,
            actor=actor,
            now=now,
        )


def erase_customer(*, customer_id: UUID, reason: str, actor: Actor, now: datetime) -> None:
    """
    Destroy the keys, indexes and masks of a customer and of every record that was joined to them.

    What was sealed stays as bytes that nobody can read, so that the evidence still verifies. Whoever calls this
    has seen to four eyes: pages come here through an approval only.

    Args:
        reason: a code for the evidence: ``request`` or ``retention_over``.

    Raises:
        CannotEraseCustomer: a hold or the law keeps the data.
        CustomerNotFound, CannotChangeCustomer: see ``lock_customer``.
    """
    with transaction():
        customer = lock_customer(customer_id=customer_id, actor=actor)
        _refuse_blocked(customer.pk, now)
        records = sorted(family(customer_id=customer.pk))
        ContactCode.objects.filter(detail__customer_id__in=records).delete()
        for record in records:
            erase_owner(owner=record, actor=actor, now=now, reason=reason, stream=f"customer:{record}")
        Customer.objects.filter(pk__in=records).update(
            name_mask="", vulnerabilities=[], manager=None, language="", time_zone="", erased_at=now
        )
        customer.refresh_from_db()
        touch(customer)
        note(
            customer,
            "erased",
            actor=actor,
            now=now,
            facts={"reason": reason, "records": len(records)},
        )
        publish(CustomerErased(customer_id=customer.pk, at=now))


def kept_by_law(customer_id: UUID) -> Iterable[Kept]:
    """Identity data of customers are kept for ten years after the relation has ended; of prospects, not at all."""
    found = Customer.objects.filter(pk=customer_id).select_related("merged_into").first()
    if found is None:
        return
    head = found.merged_into or found
    if head.state != State.PROSPECT:
        yield Kept(rule="identity_data", since=head.closed_date, what=_("Identity data"))


def register_erasure() -> None:
    """Let supervisors ask for an erasure, and another one decide; called once, when the house is wired."""
    register_approval_kind(
        ApprovalKind(
            code=KIND,
            label=gettext_lazy("Erase a customer's data"),
            deciders=frozenset(STEWARDS),
            askers=frozenset(STEWARDS),
            describe=_describe,
            carry_out=_carry_out,
            current=_current,
            url=lambda request: f"/customers/{request.content['customer']}/",
            danger=True,
        )
    )


def _refuse_blocked(customer_id: UUID, now: datetime) -> None:
    reasons = blocked_by(customer_id=customer_id, now=now)
    if reasons:
        raise CannotEraseCustomer(" ".join(reasons))


def _content(customer: Customer) -> dict[str, Any]:
    return {
        "customer": str(customer.pk),
        "name": customer.name_mask,
        "records": sorted(str(record) for record in family(customer_id=customer.pk)),
    }


def _current(request: Request) -> Mapping[str, Any] | None:
    customer = Customer.objects.filter(
        pk=request.content["customer"], merged_into=None, erased_at=None
    ).first()
    return _content(customer) if customer else None


def _describe(content: Mapping[str, Any]) -> list[Line]:
    return [
        Line(label=_("Customer"), value=str(content["name"])),
        Line(label=_("Records"), value=str(len(content["records"]))),
    ]


def _carry_out(request: Request, decider: Actor, now: datetime) -> None:
    erase_customer(customer_id=UUID(request.content["customer"]), reason="request", actor=decider, now=now)
